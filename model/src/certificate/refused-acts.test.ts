import { expect } from 'chai';
import { SimulatedLedger, type SimulatedAct } from '../simulation/ledger.js';
import {
  certificateArgs,
  codeOf,
  confirmed,
  decideItems,
  issued,
  received,
  refusalOf,
  sent,
  START,
  step,
  TOO_EARLY,
  UNKNOWN_PARCEL,
  parcel,
  nameOf,
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
      codeOf(step(ledger, one, 'certificate.clarify/1', 'VN:signatory', { answers }, 'clarification'));
    expect(await clarify(UNKNOWN_PARCEL)).to.equal('ITEM_NOT_DECIDED');
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
    ledger.now = TOO_EARLY;
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
  it('[clock start] [OCP 17.5] a parcel that is unknown, another reader’s, received already, or not yet there', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const said = await decideItems(ledger, one, [1], false);
    const name = nameOf(ledger, said);
    ledger.deliver(name, 'VN');
    const receive = (change: Partial<SimulatedAct> = {}) =>
      refusalOf(
        ledger.act({
          by: 'VN:customs',
          op: 'parcel.receive/1',
          args: { parcel: name },
          ...change,
        }),
      );
    const unknown = { parcel: UNKNOWN_PARCEL };
    expect(await receive({ args: unknown })).to.equal('PARCEL_UNKNOWN args.parcel');
    expect(await receive({ by: 'TH:customs' })).to.equal('NOT_A_READER args.parcel');
    expect(await receive({ parcels: [parcel('reason', one.reference, ['VN'])] })).to.equal(
      'PARCEL_UNDECLARED parcels',
    );
    ledger.now = TOO_EARLY;
    expect(await receive()).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    ledger.now = START;
    expect(await receive()).to.equal('done');
    expect(await receive()).to.equal('PARCEL_ALREADY_RECEIVED args.parcel');
  });
});

describe('acts that end or send again', () => {
  for (const op of ['certificate.cancel/1', 'certificate.revoke/1']) {
    it(`[axis validity] ${op} says which act it was, when, and with what reason`, async () => {
      const ledger = new SimulatedLedger(START);
      const one = await received(ledger);
      const reason = await step(ledger, one, op, 'VN:signatory', {}, 'reason');
      const { ended, lastAct } = ledger.certificate(one.reference);
      expect(nameOf(ledger, reason)).to.equal(ended?.parcel);
      expect(ended).to.include({ act: lastAct, at: START });
    });
  }
  it('[axis transmission] sent again before it came it is SENT, afterwards RECEIVED', async () => {
    const ledger = new SimulatedLedger(START);
    for (const one of [await sent(ledger), await received(ledger, { number: '2' })]) {
      await step(ledger, one, 'certificate.not-received/1', 'SG:system');
      const args = { reference: one.reference };
      const { act } = await ledger.act({ by: 'VN:system', op: 'certificate.resend/1', args });
      expect(act.result).to.deep.include({
        transmission: one.reference.number === '1' ? 'SENT' : 'RECEIVED',
      });
    }
  });
});
