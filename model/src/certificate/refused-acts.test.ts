import { expect } from 'chai';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  certificateArgs,
  codeOf,
  confirmed,
  decideItems,
  issued,
  received,
  sent,
  START,
  step,
} from '../simulation/scene.js';

describe('acts that are refused', () => {
  it('[HB 5.1] a system that carries documents cancels none', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await issued(ledger);
    const cancelled = step(ledger, one, 'certificate.cancel/1', 'VN:system', {}, 'reason');
    expect(await codeOf(cancelled)).to.equal('ROLE_MISSING');
  });
  it('[OCP 13.4] [OCP 30.4] what is clarified is the latest decision, its reasons received, on a certificate in force', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const refused = await decideItems(ledger, one, [1], false);
    const clarify = (answers: string) =>
      codeOf(
        step(ledger, one, 'certificate.clarify/1', 'VN:signatory', { items: [1], answers }, 'clarification'),
      );
    expect(await clarify('e'.repeat(64))).to.equal('ITEM_NOT_DECIDED');
    const answers = await confirmed(ledger, refused, 'VN');
    await step(ledger, one, 'certificate.cancel/1', 'VN:signatory', {}, 'reason');
    expect(await clarify(answers)).to.equal('CERTIFICATE_NOT_VALID');
  });
  it('[axis transmission] whoever says to have received names the contents that were sent', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await sent(ledger);
    const args = { reference: one.reference, commitment: 'e'.repeat(64) };
    const wrong = ledger.act({ by: 'SG:system', op: 'certificate.receive/1', args });
    expect(await codeOf(wrong)).to.equal('COMMITMENT_MISMATCH');
  });
  it('[note 1] nobody issues to himself, nor under a form he does not apply', async () => {
    const ledger = new SimulatedLedger(START);
    const { args, issued: own } = certificateArgs({ to: 'VN' });
    const toHimself = ledger.act({
      by: 'VN:signatory',
      op: 'certificate.issue/1',
      args: { certificates: [args] },
      parcels: [{ ...own.document, readers: ['VN'] }],
    });
    expect(await codeOf(toHimself)).to.equal('FORM_MEMBERS');
    expect(await codeOf(issued(ledger, { from: 'ID', form: 'CPTPP' }).then(() => undefined))).to.equal(
      'FORM_MEMBERS',
    );
  });
  it('[OCP 7.3] a number stands once in a batch', async () => {
    const ledger = new SimulatedLedger(START);
    const [one, other] = [certificateArgs(), certificateArgs()];
    const batch = ledger.act({
      by: 'VN:signatory',
      op: 'certificate.issue/1',
      args: { certificates: [one.args, other.args] },
      parcels: [one.issued.document, other.issued.document],
    });
    expect(await codeOf(batch)).to.equal('NUMBER_REPEATED');
  });
  it('[axis transmission] what was sent, received or ended is not sent again, nor anything before its last act', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await issued(ledger);
    const send = () =>
      codeOf(
        ledger.act({
          by: 'VN:system',
          op: 'certificate.send/1',
          args: { reference: one.reference, importing: 'SG' },
          parcels: [one.document],
        }),
      );
    ledger.now = new Date(Date.parse(START) - 1).toISOString();
    expect(await send()).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    ledger.now = START;
    expect(await send()).to.equal('done');
    expect(await send()).to.equal('CERTIFICATE_ALREADY_SENT');
    const ended = await issued(ledger, { number: '2' });
    await step(ledger, ended, 'certificate.cancel/1', 'VN:signatory', {}, 'reason');
    const args = { reference: ended.reference, importing: 'SG' };
    const late = { by: 'VN:system', op: 'certificate.send/1', args, parcels: [ended.document] };
    expect(await codeOf(ledger.act(late))).to.equal('CERTIFICATE_NOT_VALID');
  });
});
