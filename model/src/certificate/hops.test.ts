import { expect } from 'chai';
import { SimulatedLedger } from '../simulation/ledger.js';
import { decideItems, issued, received, START, step } from '../simulation/scene.js';
import { hopsOf } from './hops.js';

describe('the hops of a certificate', () => {
  const later = (ledger: SimulatedLedger): string =>
    (ledger.now = new Date(Date.parse(ledger.now) + 60_000).toISOString());

  it('[axis transmission] [OCP 29.3] come in the order of time, with what Vietnam’s tracker shows there', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const asked = later(ledger);
    await step(ledger, one, 'certificate.not-received/1', 'SG:customs');
    const again = later(ledger);
    await step(ledger, one, 'certificate.resend/1', 'VN:signatory');
    const decided = later(ledger);
    await decideItems(ledger, one, [2], true);
    const { reference } = one;
    expect(hopsOf(ledger.certificate(reference), ledger.reception(reference), START)).to.deep.equal([
      { hop: 'ISSUED', at: START, tracker: 'AS1' },
      { hop: 'SENT', at: START, tracker: 'AS2' },
      { hop: 'RECEIVED', at: START, tracker: 'AS4 RES-REC' },
      { hop: 'NOT_RECEIVED', at: asked, tracker: 'AS4 RES-NOT' },
      { hop: 'SENT_AGAIN', at: again, tracker: 'AS2' },
      { hop: 'DECIDED', at: decided, items: [2] },
    ]);
  });

  it('[axis transmission] end with the issue where nothing was sent', async () => {
    const ledger = new SimulatedLedger(START);
    const { reference } = await issued(ledger);
    expect(hopsOf(ledger.certificate(reference), undefined, START)).to.deep.equal([
      { hop: 'ISSUED', at: START, tracker: 'AS1' },
    ]);
  });
});
