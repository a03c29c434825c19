import { expect } from 'chai';
import { SimulatedLedger, type SimulatedParcel } from '../simulation/ledger.js';
import {
  certificateArgs,
  commitment,
  decideItems,
  issued,
  parcel,
  received,
  refusalOf,
  sent,
  START,
  step,
  type Issued,
  TOO_EARLY,
  departed,
  UNKNOWN_PARCEL,
} from '../simulation/scene.js';

const later = new Date(Date.parse(START) + 1).toISOString();
const unknown = { member: 'VN', office: 'HAN', number: '99' };

const unlike = `${'c'.repeat(43)}.${'b'.repeat(21)}A`;

interface Change {
  readonly by?: string;
  readonly args?: object;
  readonly parcels?: readonly SimulatedParcel[];
  readonly after?: string;
  readonly at?: string;
}

describe('send names the box that is wrong [axis transmission] [reading contents]', () => {
  const other = certificateArgs().issued.document;
  const rows: readonly (readonly [string, (one: Issued) => Change, string])[] = [
    ["another member's certificate", () => ({ by: 'SG:system' }), 'OTHER_MEMBER args.reference.member'],
    ['one nobody issued', () => ({ args: { reference: unknown } }), 'CERTIFICATE_UNKNOWN args.reference'],
    ['to another destination', () => ({ args: { importing: 'TH' } }), 'MEMBER_UNKNOWN args.importing'],
    ['after an act that was not its last', () => ({ after: unlike }), 'AFTER_MISMATCH after'],
    ['before its issue', () => ({ at: TOO_EARLY }), 'TIMESTAMP_BEFORE_LAST_ACT'],
    ['with other contents', () => ({ parcels: [other] }), 'COMMITMENT_MISMATCH parcels[0].commitment'],
    ['with something more', ({ document }) => ({ parcels: [document, other] }), 'PARCEL_UNDECLARED parcels'],
    [
      'with a third reader',
      ({ document }) => ({ parcels: [{ ...document, readers: ['VN', 'SG', 'TH'] }] }),
      'PARCEL_READERS parcels[0].readers',
    ],
    ['without contents', () => ({ parcels: [] }), 'PARCEL_MISSING parcels[0].box'],
  ];
  const sending = (ledger: SimulatedLedger, one: Issued, { by, args, parcels, after, at }: Change = {}) => {
    ledger.now = at ?? ledger.now;
    return refusalOf(
      ledger.act({
        by: by ?? 'VN:system',
        op: 'certificate.send/1',
        args: { reference: one.reference, importing: one.importing, ...args },
        parcels: parcels ?? [one.document],
        ...(after === undefined ? {} : { after }),
      }),
    );
  };
  for (const [name, change, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      const one = await issued(ledger);
      expect(await sending(ledger, one, change(one))).to.equal(refusal);
    });
  }
  it('what was sent, has ended, or goes to a member that has left', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await sending(ledger, await sent(ledger))).to.equal('CERTIFICATE_ALREADY_SENT args.reference');
    const ended = await issued(ledger, { number: '2' });
    await step(ledger, ended, 'certificate.cancel/1', 'VN:signatory', {}, 'reason');
    expect(await sending(ledger, ended)).to.equal('CERTIFICATE_NOT_VALID args.reference');
    const away = await issued(ledger, { number: '3', to: 'TH' });
    await departed(ledger, 'TH');
    expect(await sending(ledger, away)).to.equal('MEMBER_DEPARTED args.importing');
  });
});

describe('receive names the box that is wrong [axis transmission] [clock start]', () => {
  const receiving = (ledger: SimulatedLedger, one: Issued, { by, args, parcels, after, at }: Change = {}) => {
    ledger.now = at ?? ledger.now;
    return refusalOf(
      ledger.act({
        by: by ?? 'SG:system',
        op: 'certificate.receive/1',
        args: { reference: one.reference, commitment: commitment(one.document), ...args },
        parcels: parcels ?? [],
        ...(after === undefined ? {} : { after }),
      }),
    );
  };
  const rows: readonly (readonly [string, (one: Issued, issue: string) => Change, string])[] = [
    ['one nobody issued', () => ({ args: { reference: unknown } }), 'CERTIFICATE_UNKNOWN args.reference'],
    ['what is for another', () => ({ by: 'TH:system' }), 'OTHER_MEMBER args.reference'],
    ['what it issued itself', () => ({ by: 'VN:system' }), 'OTHER_MEMBER args.reference'],
    [
      'other contents',
      () => ({ args: { commitment: 'e'.repeat(64) } }),
      'COMMITMENT_MISMATCH args.commitment',
    ],
    ['with a parcel of its own', ({ document }) => ({ parcels: [document] }), 'PARCEL_UNDECLARED parcels'],
    ['having seen its issue only', (_one, issue) => ({ after: issue }), 'AFTER_MISMATCH after'],
    ['before it was sent', () => ({ at: TOO_EARLY }), 'TIMESTAMP_BEFORE_LAST_ACT'],
  ];
  for (const [name, change, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      const one = await issued(ledger);
      const { lastAct } = ledger.certificate(one.reference);
      const args = { reference: one.reference, importing: 'SG' };
      await ledger.act({ by: 'VN:system', op: 'certificate.send/1', args, parcels: [one.document] });
      expect(await receiving(ledger, one, change(one, lastAct))).to.equal(refusal);
    });
  }
  it('what was not sent, or came already', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await receiving(ledger, await issued(ledger))).to.equal('CERTIFICATE_NOT_SENT args.reference');
    const one = await received(ledger, { number: '2' });
    expect(await receiving(ledger, one)).to.equal('CERTIFICATE_ALREADY_RECEIVED args.reference');
  });
});

describe('a step on a certificate names the box that is wrong [axis transmission] [axis validity] [OCP 29.3]', () => {
  const cancel = (ledger: SimulatedLedger, one: Issued, change: Change = {}) => {
    ledger.now = change.at ?? ledger.now;
    return refusalOf(
      ledger.act({
        by: change.by ?? 'VN:signatory',
        op: 'certificate.cancel/1',
        args: { reference: one.reference, ...change.args },
        parcels: change.parcels ?? [parcel('reason', one.reference, ['VN', 'SG'])],
        ...(change.after === undefined ? {} : { after: change.after }),
      }),
    );
  };
  const said = (one: Issued, kind: string, ...readers: readonly string[]) =>
    parcel(kind, one.reference, readers);
  const rows: readonly (readonly [string, (one: Issued) => Change, string])[] = [
    ['one nobody issued', () => ({ args: { reference: unknown } }), 'CERTIFICATE_UNKNOWN args.reference'],
    ["another member's", () => ({ by: 'SG:signatory' }), 'OTHER_MEMBER args.reference'],
    ['no reason', () => ({ parcels: [] }), 'PARCEL_MISSING parcels[0].box'],
    [
      'something else than a reason',
      (one) => ({ parcels: [said(one, 'reply', 'VN', 'SG')] }),
      'PARCEL_MISSING parcels[0].box',
    ],
    [
      'a reason the other state may not read',
      (one) => ({ parcels: [said(one, 'reason', 'VN')] }),
      'PARCEL_READERS parcels[0].readers',
    ],
    [
      'a reason twice',
      (one) => ({ parcels: [said(one, 'reason', 'VN', 'SG'), said(one, 'reason', 'VN', 'SG')] }),
      'PARCEL_UNDECLARED parcels',
    ],
  ];
  for (const [name, change, refusal] of rows) {
    it(`cancel with ${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      const one = await received(ledger);
      expect(await cancel(ledger, one, change(one))).to.equal(refusal);
    });
  }
  it('a certificate utilised, or ended', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    expect(await cancel(ledger, one)).to.equal('CERTIFICATE_UTILISED args.reference');
    await step(ledger, one, 'certificate.revoke/1', 'VN:signatory', {}, 'reason');
    expect(await cancel(ledger, one)).to.equal('CERTIFICATE_NOT_VALID args.reference');
  });
  it('with something said where nothing is to be', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await sent(ledger);
    const asked = step(ledger, one, 'certificate.not-received/1', 'SG:system', {}, 'reason');
    expect(await refusalOf(asked)).to.equal('PARCEL_UNDECLARED parcels');
  });
  it('what is not sent, not received, or outside', async () => {
    const ledger = new SimulatedLedger(START);
    const again = (one: Issued) => refusalOf(step(ledger, one, 'certificate.resend/1', 'VN:system'));
    expect(await again(await issued(ledger))).to.equal('CERTIFICATE_NOT_SENT args.reference');
    const one = await sent(ledger, { number: '2' });
    expect(await again(one)).to.equal('CERTIFICATE_ALREADY_SENT args.reference');
    const given = { answers: UNKNOWN_PARCEL };
    const clarified = (which: Issued) =>
      refusalOf(step(ledger, which, 'certificate.clarify/1', 'VN:signatory', given, 'clarification'));
    expect(await clarified(one)).to.equal('CERTIFICATE_NOT_RECEIVED args.reference');
    const { args, issued: outside } = certificateArgs({ form: 'E', to: 'CN', number: '3' });
    await ledger.act({
      by: 'VN:signatory',
      op: 'certificate.issue/1',
      args: { certificates: [args] },
      parcels: [{ ...outside.document, readers: ['VN'] }],
    });
    expect(await again(outside)).to.equal('CERTIFICATE_OUTSIDE args.reference');
    expect(await clarified(outside)).to.equal('CERTIFICATE_OUTSIDE args.reference');
  });
  it('asked for twice; and a certificate that ended is still sent again', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await sent(ledger);
    const ask = () => refusalOf(step(ledger, one, 'certificate.not-received/1', 'SG:system'));
    await step(ledger, one, 'certificate.cancel/1', 'VN:signatory', {}, 'reason');
    for (let times = 1; times <= 2; times++) {
      expect(await ask()).to.equal('done');
      expect(await ask()).to.equal('CERTIFICATE_NOT_RECEIVED args.reference');
      await step(ledger, one, 'certificate.resend/1', 'VN:system');
      expect(ledger.certificate(one.reference).resent?.times).to.equal(times);
    }
  });
  it('follows the latest act of either state, whoever it was, and none later', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await sent(ledger);
    ledger.now = later;
    await step(ledger, one, 'certificate.not-received/1', 'SG:system');
    const asked = ledger.reception(one.reference).lastAct;
    expect(await cancel(ledger, one, { at: TOO_EARLY })).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    ledger.now = new Date(Date.parse(later) + 1).toISOString();
    await step(ledger, one, 'certificate.resend/1', 'VN:system');
    const { lastAct: again } = ledger.certificate(one.reference);
    expect(await cancel(ledger, one, { after: asked })).to.equal('AFTER_MISMATCH after');
    expect(await cancel(ledger, one, { after: again })).to.equal('done');
  });
});
