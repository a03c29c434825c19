import { expect } from 'chai';
import { receptionKey } from '../act/state-key.js';
import { lastActOf } from '../certificate/last-act.js';
import { ReceptionRecord } from '../certificate/records.js';
import { OriginError } from '../errors/origin-error.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  codeOf,
  commitment,
  decideItems,
  departed,
  issued,
  refusalOf,
  sent,
  START,
  step,
  type Issued,
} from '../simulation/scene.js';
import { validatorOf } from '../validation/validator.js';
import { checkLater } from './check-later.js';

const minutes = (count: number, from = START): string =>
  new Date(Date.parse(from) + count * 60_000).toISOString();

describe('acts are ordered by the ledger, whatever the clocks of their submitters say', () => {
  const rows: readonly (readonly [number, 'follows' | 'refused'])[] = [
    [-5, 'follows'],
    [0, 'follows'],
    [14, 'follows'],
    [30, 'follows'],
    [30 + 1 / 60_000, 'refused'],
    [31, 'refused'],
    [1_000_000, 'refused'],
  ];
  for (const [ahead, outcome] of rows) {
    it(`what builds on an act dated ${ahead} minutes later: ${outcome}`, () => {
      const check = (): void => {
        checkLater(START, undefined, { lastAt: minutes(-90) }, { lastAt: minutes(ahead) });
      };
      if (outcome === 'follows') expect(check).not.to.throw();
      else expect(check).to.throw(OriginError).with.property('code', 'TIMESTAMP_BEFORE_LAST_ACT');
    });
  }

  /** Sent at START; Singapore dates its receipt ahead. */
  async function receivedAhead(ledger: SimulatedLedger, ahead: number): Promise<Issued> {
    const one = await sent(ledger);
    ledger.now = minutes(ahead);
    const args = { reference: one.reference, commitment: commitment(one.document) };
    await ledger.act({ by: 'SG:system', op: 'certificate.receive/1', args });
    ledger.now = START;
    return one;
  }
  const cancel = (ledger: SimulatedLedger, one: Issued) =>
    step(ledger, one, 'certificate.cancel/1', 'VN:signatory', {}, 'reason');

  it('a receipt that the other state dates 14 minutes ahead holds up no cancellation', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await receivedAhead(ledger, 14);
    expect(await codeOf(cancel(ledger, one))).to.equal('done');
    expect(ledger.certificate(one.reference)).to.include({ validity: 'CANCELLED', lastAt: START });
    expect(ledger.reception(one.reference).receivedAt).to.equal(minutes(14));
  });

  it('the last act is the last on the ledger: nobody goes on from one dated later that came before it', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await receivedAhead(ledger, 14);
    const receipt = ledger.reception(one.reference).lastAct;
    const lastAct = () => lastActOf(ledger.certificate(one.reference), ledger.reception(one.reference));
    expect(lastAct()).to.equal(receipt);
    await step(ledger, one, 'certificate.reissue/1', 'VN:signatory');
    const reissued = ledger.certificate(one.reference).lastAct;
    expect(lastAct()).to.equal(reissued);
    const decide = (after: string) =>
      refusalOf(
        ledger.act({
          ...{ by: 'SG:system', op: 'certificate.not-received/1', args: { reference: one.reference }, after },
        }),
      );
    expect(await decide(receipt)).to.equal('AFTER_MISMATCH after');
    expect(await decide(reissued)).to.equal('done');
    expect(lastAct()).to.equal(ledger.reception(one.reference).lastAct);
  });

  it('every act of the importing member says which one of the other it has seen', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await receivedAhead(ledger, 0);
    await decideItems(ledger, one, [1], true);
    const reception = ledger.state.get(receptionKey(one.reference)) as ReceptionRecord;
    expect(validatorOf(ReceptionRecord).problems(reception)).to.deep.equal([]);
    expect(reception.seen).to.equal(ledger.certificate(one.reference).lastAct);
  });

  it('a member that entered itself dated ahead leaves all the same, and comes back by its own entry', async () => {
    const ledger = new SimulatedLedger(START);
    const enter = (at: string) => {
      ledger.now = at;
      return ledger.act({
        by: 'TH:administrator',
        op: 'registry.member/1',
        args: {
          ...{ code: 'TH', name: 'Customs of TH', utcOffsetMinutes: 420, exchanges: true },
          ...{ coEndorsers: ['SGMSP'] },
        },
      });
    };
    await enter(minutes(14));
    ledger.now = START;
    await departed(ledger, 'TH');
    expect(await codeOf(issued(ledger, { to: 'TH' }))).to.equal('MEMBER_DEPARTED');
    await enter(minutes(-10));
    expect(await codeOf(issued(ledger, { to: 'TH', number: '2' }))).to.equal('done');
  });
});
