import { expect } from 'chai';
import { memberKey } from '../act/state-key.js';
import type { Form } from '../form/form.js';
import { formE } from '../form/tables/form-e.js';
import { SimulatedLedger, type SimulatedAct } from '../simulation/ledger.js';
import {
  departed,
  EARLY_ENOUGH,
  formEntered,
  parcel,
  refusalOf,
  START,
  TOO_EARLY,
} from '../simulation/scene.js';
import { memberRecord, ownerCode, TEST_CHARTER } from '../testing/records.js';
import type { MemberRecord } from './records.js';

type Args = Readonly<Record<string, unknown>>;
const said = parcel('reason', { member: 'VN', office: 'HAN', number: '1' }, ['VN']);

describe('an entry of a member names the box that is wrong', () => {
  const enter = (ledger: SimulatedLedger, args: Args = {}, act: Partial<SimulatedAct> = {}) =>
    ledger.act({
      by: 'TH:administrator',
      op: 'registry.member/1',
      args: {
        ...{ code: 'TH', name: 'Thai Customs', utcOffsetMinutes: 420, exchanges: true },
        ...{ coEndorsers: ['SGMSP'], charter: TEST_CHARTER, ...args },
      },
      ...act,
    });
  it('another code, itself as its endorser, another part in the exchange, and anything confidential', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await refusalOf(enter(ledger, { code: 'SG' }))).to.equal('MEMBER_CODE args.code');
    expect(await refusalOf(enter(ledger, { coEndorsers: ['THMSP'] }))).to.equal(
      'REQUEST_CLAIMS args.coEndorsers',
    );
    expect(await refusalOf(enter(ledger, { exchanges: false }))).to.equal('REQUEST_CLAIMS args.exchanges');
    expect(await refusalOf(enter(ledger, {}, { parcels: [said] }))).to.equal('PARCEL_UNDECLARED parcels');
    await enter(ledger);
    ledger.now = TOO_EARLY;
    expect(await refusalOf(enter(ledger))).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
  });
  for (const first of [true, false]) {
    it(`${first ? 'enters itself first' : 'changes its entry'}: whole, its own, linked to the entry before`, async () => {
      const ledger = new SimulatedLedger(START);
      const before = ledger.state.get(memberKey('TH')) as MemberRecord;
      if (first) ledger.state.delete(memberKey('TH'));
      const { act, writes } = await enter(ledger, { name: 'Royal Thai Customs' });
      const record = ledger.state.get(memberKey('TH'));
      expect(record).to.deep.equal({
        ...memberRecord('TH', { name: 'Royal Thai Customs', coEndorsers: ['SGMSP'] }),
        ...{ lastAct: act.id, lastAt: START },
      });
      expect([...new Set(writes.map(({ owner }) => ownerCode(owner)))]).to.deep.equal(['TH']);
      expect([act.result, act.previous]).to.deep.equal([
        { member: 'TH' },
        { 'member TH': first ? [] : [before.lastAct], ...(first ? { 'voice TH': [] } : {}) },
      ]);
    });
  }
});

describe('the keeper of the register names the box that is wrong [form data]', () => {
  const enter = (ledger: SimulatedLedger, form: object) => formEntered(ledger, form as Form);
  const leaves = departed;
  const { criteria } = formE;
  const rows: readonly (readonly [string, object, string])[] = [
    ['as it stands', {}, 'done'],
    ['with a partner outside that is no member of it', { outside: ['CN', 'XX'] }, 'args.form.outside'],
    [
      'with words alone that are none',
      { criteria: { ...criteria, alone: [...criteria.first, 'NOPE'] } },
      'args.form.criteria.alone',
    ],
    [
      'with a further word alone',
      { criteria: { ...criteria, further: ['MORE'], maxFurther: 1, alone: ['MORE'] } },
      'done',
    ],
    [
      'with a percentage of a word that is none',
      { criteria: { ...criteria, percentages: { ...criteria.percentages, NOPE: { when: 'always' } } } },
      'args.form.criteria.percentages',
    ],
  ];
  for (const [name, change, box] of rows) {
    it(`a form ${name}: ${box}`, async () => {
      const refusal = await refusalOf(enter(new SimulatedLedger(START), { ...formE, ...change }));
      expect(refusal).to.equal(box === 'done' ? 'done' : `FORM_INVALID ${box}`);
    });
  }
  it('a departure of nobody, of itself, of who has left, or with anything confidential', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await refusalOf(leaves(ledger, 'XX'))).to.equal('MEMBER_UNKNOWN args.member');
    expect(await refusalOf(leaves(ledger, 'ASEAN'))).to.equal('MEMBER_UNKNOWN args.member');
    expect(await refusalOf(leaves(ledger, 'TH', { parcels: [said] }))).to.equal('PARCEL_UNDECLARED parcels');
    await leaves(ledger, 'TH');
    expect(await refusalOf(leaves(ledger, 'TH'))).to.equal('MEMBER_DEPARTED args.member');
  });
  it('a departure long before the last change of the entry; who entered itself before it, dated later, is gone', async () => {
    const ledger = new SimulatedLedger(START);
    const entry = ledger.state.get(memberKey('TH')) as MemberRecord;
    ledger.state.set(memberKey('TH'), { ...entry, lastAt: START });
    ledger.now = TOO_EARLY;
    expect(await refusalOf(leaves(ledger, 'TH'))).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    ledger.now = EARLY_ENOUGH;
    await leaves(ledger, 'TH');
    expect(await refusalOf(leaves(ledger, 'TH'))).to.equal('MEMBER_DEPARTED args.member');
  });
  it('leaving again is linked to the departure before, and in the order of time', async () => {
    const ledger = new SimulatedLedger(START);
    const first = await leaves(ledger, 'TH');
    const entry = ledger.state.get(memberKey('TH')) as MemberRecord;
    const back = new Date(Date.parse(START) + 60_000).toISOString();
    const returned = { ...entry, lastAct: `${'e'.repeat(43)}.${'e'.repeat(21)}A`, lastAt: back };
    ledger.state.set(memberKey('TH'), returned);
    ledger.now = back;
    const { act } = await leaves(ledger, 'TH');
    expect(act.previous).to.deep.equal({ 'departure TH': [returned.lastAct, first.act.id] });
  });
});
