import { expect } from 'chai';
import { authorityKey, memberKey, parcelKey } from '../act/state-key.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  certificateArgs,
  decideItems,
  issued,
  marked,
  parcel,
  received,
  refusalOf,
  START,
  step,
  type IssueOptions,
  TOO_EARLY,
  departed,
} from '../simulation/scene.js';
import { authorityRecords, memberRecord } from '../testing/records.js';

/** Viet Nam's issuing authority, no longer in function. */
function closeAuthority(ledger: SimulatedLedger): void {
  for (const one of authorityRecords('VN'))
    ledger.state.set(authorityKey('VN', one.code), { ...one, active: false });
}

describe('issue names the box that is wrong [OCP 7.3] [note 1] [OCP 2.2] [OCP 10.1] [reading contents]', () => {
  const box = 'args.certificates[1]';
  const rows: readonly (readonly [string, IssueOptions, object, string])[] = [
    ['a number in use', { number: '7' }, {}, `NUMBER_USED ${box}.number`],
    ['a number twice in the batch', { number: '8' }, {}, `NUMBER_REPEATED ${box}.number`],
    ['a form nobody knows', { form: 'ZZ' }, {}, `FORM_UNKNOWN ${box}.form`],
    ['a destination nobody registered', { to: 'BN' }, {}, `MEMBER_UNKNOWN ${box}.importing`],
    ['a destination outside the form', { form: 'VK' }, {}, `FORM_MEMBERS ${box}.importing`],
    ['a destination that has left', { to: 'TH' }, {}, `MEMBER_DEPARTED ${box}.importing`],
    ['more items than the form has', {}, { items: 51 }, `REQUEST_CLAIMS ${box}.items`],
    ['a departure on no day', {}, { departure: '2026-02-30' }, `REQUEST_CLAIMS ${box}.departure`],
    ['dated back', {}, { issued: '2026-03-02' }, `ISSUE_DATE ${box}.issued`],
    ['departed, and not marked', {}, { departure: '2026-03-02' }, `RETROACTIVE_FLAG ${box}.retroactive`],
  ];
  for (const [name, options, change, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      await issued(ledger, { number: '7' });
      await departed(ledger, 'TH');
      const [one, other] = [certificateArgs({ number: '8' }), certificateArgs({ number: '9', ...options })];
      const act = ledger.act({
        by: 'VN:signatory',
        op: 'certificate.issue/1',
        args: { certificates: [one.args, { ...other.args, ...change }] },
        parcels: [one.issued.document, other.issued.document],
      });
      expect(await refusalOf(act)).to.equal(refusal);
    });
  }
  const { args, issued: one } = certificateArgs();
  const contents: readonly (readonly [string, readonly (typeof one.document)[], string])[] = [
    ['no contents', [], 'PARCEL_MISSING parcels'],
    ['contents for two', [one.document, one.document], 'PARCEL_MISSING parcels'],
    [
      'contents of another',
      [parcel('document', { ...one.reference, number: '2' }, ['VN', 'SG'])],
      'PARCEL_MISSING parcels[0].box',
    ],
    [
      'contents its destination may not read',
      [{ ...one.document, readers: ['VN'] }],
      'PARCEL_READERS parcels[0].readers',
    ],
  ];
  for (const [name, parcels, refusal] of contents) {
    it(`${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      const issue = { by: 'VN:signatory', op: 'certificate.issue/1', args: { certificates: [args] } };
      expect(await refusalOf(ledger.act({ ...issue, parcels }))).to.equal(refusal);
    });
  }
  it('by an official of no authority in function: AUTHORITY_NOT_ENTITLED, for its office', async () => {
    const ledger = new SimulatedLedger(START);
    closeAuthority(ledger);
    expect(await refusalOf(issued(ledger))).to.equal('AUTHORITY_NOT_ENTITLED args.certificates[0].office');
  });
  it('says in public what the certificate says: departure, mark, and the key that signed', async () => {
    const ledger = new SimulatedLedger(START);
    const { act } = await ledger.act({
      by: 'VN:signatory',
      op: 'certificate.issue/1',
      args: {
        certificates: [{ ...args, departure: '2026-03-01', retroactive: true }],
      },
      parcels: [one.document],
    });
    expect(ledger.certificate(one.reference)).to.deep.include({
      departure: '2026-03-01',
      retroactive: true,
      issuedIn: act.id,
    });
  });
  it('[axis transmission] a form for any destination goes outside only to who is no member here', async () => {
    const ledger = new SimulatedLedger(START);
    const to = async (destination: string, number: string, readers: readonly string[]) => {
      const next = certificateArgs({ form: 'B', to: destination, number });
      await ledger.act({
        by: 'VN:signatory',
        op: 'certificate.issue/1',
        args: { certificates: [next.args] },
        parcels: [{ ...next.issued.document, readers }],
      });
      return ledger.certificate(next.issued.reference).transmission;
    };
    ledger.state.set(memberKey('KR'), memberRecord('KR'));
    expect(await to('US', '1', ['VN'])).to.equal('OUTSIDE');
    expect(await to('TH', '2', ['VN', 'TH'])).to.equal('ISSUED');
    expect(await to('KR', '3', ['VN', 'KR'])).to.equal('ISSUED');
  });
});

describe('replace names the box that is wrong [OCP 9] [OCP 29.4] [reading replacing] [HB 5.1]', () => {
  const replaced = (
    ledger: SimulatedLedger,
    number: string,
    { by = 'VN:signatory', fresh = '2', after }: { by?: string; fresh?: string; after?: string } = {},
  ) => {
    const next = certificateArgs({ number: fresh });
    const reference = { member: 'VN', office: 'HAN', number };
    const reason = parcel('reason', reference, ['VN', 'SG']);
    const act = ledger.act({
      by,
      op: 'certificate.replace/1',
      args: { reference, certificate: next.args },
      parcels: [next.issued.document, reason],
      ...(after === undefined ? {} : { after }),
    });
    return { act, reason };
  };
  it('a certificate nobody issued, of another member, or ended', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    expect(await refusalOf(replaced(ledger, '9').act)).to.equal('CERTIFICATE_UNKNOWN args.reference');
    expect(await refusalOf(replaced(ledger, '1', { by: 'SG:signatory' }).act)).to.equal(
      'OTHER_MEMBER args.reference',
    );
    await step(ledger, one, 'certificate.revoke/1', 'VN:signatory', {}, 'reason');
    expect(await refusalOf(replaced(ledger, '1').act)).to.equal('CERTIFICATE_NOT_VALID args.reference');
  });
  it('one that is utilised, back-to-back, or a declaration', async () => {
    for (const [change, refusal] of [
      [{ backToBack: true }, 'FLAGS args.reference'],
      [{ form: 'OD' }, 'DECLARATION args.reference'],
    ] as const) {
      const ledger = new SimulatedLedger(START);
      marked(ledger, await received(ledger), change);
      expect(await refusalOf(replaced(ledger, '1').act)).to.equal(refusal);
    }
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    expect(await refusalOf(replaced(ledger, '1').act)).to.equal('CERTIFICATE_UTILISED args.reference');
  });
  it('a new certificate that breaks a rule, or its contents', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    expect(await refusalOf(replaced(ledger, '1', { fresh: '1' }).act)).to.equal(
      'NUMBER_USED args.certificate.number',
    );
    const next = certificateArgs({ number: '2' });
    const replace = { by: 'VN:signatory', op: 'certificate.replace/1' };
    const args = { reference: one.reference, certificate: next.args };
    const reason = parcel('reason', one.reference, ['VN', 'SG']);
    expect(await refusalOf(ledger.act({ ...replace, args, parcels: [reason, reason] }))).to.equal(
      'PARCEL_MISSING parcels[0].box',
    );
  });
  it('by somebody who has not seen the last act, or before it', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const { lastAct } = ledger.certificate(one.reference);
    expect(await refusalOf(replaced(ledger, '1', { after: lastAct }).act)).to.equal('AFTER_MISMATCH after');
    ledger.now = TOO_EARLY;
    expect(await refusalOf(replaced(ledger, '1').act)).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
  });
  it('keeps the commitment to its reason, which is owed to the other state and is not that of the new contents', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const { act, reason } = replaced(ledger, '1');
    await act;
    const name = ledger.nameOf(reason);
    expect(ledger.certificate(one.reference).ended?.parcel).to.equal(name);
    expect(ledger.state.get(parcelKey(name))).to.deep.include({
      author: 'VN',
      readers: ['SG'],
    });
  });
});

describe('copies [OCP 12] [OCP 29.1] [OCP 2.2]', () => {
  for (const [op, kind] of [
    ['certificate.reissue/1', undefined],
    ['certificate.true-copy/1', 'cause'],
  ] as const) {
    it(`${op}: refused of a declaration, a year late, and by an official of no authority in function`, async () => {
      const ledger = new SimulatedLedger(START);
      const one = await issued(ledger);
      const copied = () => refusalOf(step(ledger, one, op, 'VN:signatory', {}, kind));
      ledger.now = '2027-03-03T17:00:00.000Z';
      expect(await copied()).to.equal('TOO_LATE args.reference');
      ledger.now = '2027-03-03T16:59:59.999Z';
      marked(ledger, one, { form: 'OD' });
      expect(await copied()).to.equal('DECLARATION args.reference');
      closeAuthority(ledger);
      expect(await copied()).to.equal('AUTHORITY_NOT_ENTITLED args.reference');
    });
    it(`${op}: each is kept beside those before`, async () => {
      const ledger = new SimulatedLedger(START);
      const one = await issued(ledger);
      const parcels = [await step(ledger, one, op, 'VN:signatory', {}, kind)];
      const { lastAct: first } = ledger.certificate(one.reference);
      ledger.now = '2026-03-04T05:00:00.000Z';
      parcels.push(await step(ledger, one, op, 'VN:signatory', {}, kind));
      const { lastAct: second, reissues, trueCopies } = ledger.certificate(one.reference);
      const said = (index: number): object => {
        const own = parcels[index];
        return own === undefined ? {} : { parcel: ledger.nameOf(own) };
      };
      expect(reissues ?? trueCopies).to.deep.equal([
        { act: first, at: START, ...said(0) },
        { act: second, at: ledger.now, ...said(1) },
      ]);
    });
  }
});
