import { expect } from 'chai';
import { authorityKey, formKey, settingsKey } from '../act/state-key.js';
import type { Form } from '../form/form.js';
import { formE } from '../form/tables/form-e.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  certificateArgs,
  codeOf,
  consents,
  formEntered,
  issued,
  START,
  TOO_EARLY,
} from '../simulation/scene.js';
import { listRenewalDue } from './authority.js';
import { formSubject } from './consent.js';
import { defaultSettings } from './settings.js';

const enter = (ledger: SimulatedLedger, form: object, by?: string) => formEntered(ledger, form as Form, by);

/** A form nobody has heard of: data, and nothing else. */
const added = {
  ...formE,
  code: 'NEW',
  title: 'A new form',
  members: ['VN', 'SG'],
  outside: [],
  validityMonths: 3,
};

describe('forms in the register [form data] [note 1]', () => {
  it('a new form is data: once entered, certificates are issued under it, with its own validity', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await codeOf(issued(ledger, { form: 'NEW' }).then(() => undefined))).to.equal('FORM_UNKNOWN');
    await enter(ledger, added);
    const one = await issued(ledger, { form: 'NEW' });
    expect(ledger.certificate(one.reference)).to.include({ form: 'NEW', expires: '2026-06-03' });
    expect(
      await codeOf(issued(ledger, { form: 'NEW', number: '2', to: 'TH' }).then(() => undefined)),
    ).to.equal('FORM_MEMBERS');
  });
  it('a form known before may be changed by the register: a lower item limit holds from then on', async () => {
    const ledger = new SimulatedLedger(START);
    await enter(ledger, { ...added, itemLimit: 1 });
    expect(await codeOf(issued(ledger, { form: 'NEW' }).then(() => undefined))).to.equal('REQUEST_CLAIMS');
    expect(ledger.state.has(formKey('NEW'))).to.equal(true);
  });
  it('only the member that keeps the register enters forms', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await codeOf(enter(ledger, added, 'VN:administrator'))).to.equal('REGISTER_KEEPER_REQUIRED');
    expect(await codeOf(enter(ledger, added, 'VN:signatory'))).to.equal('ADMINISTRATOR_REQUIRED');
  });
  it('a form that contradicts itself is refused, with the boxes', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await codeOf(enter(ledger, { ...added, outside: ['CN'] }))).to.equal('FORM_INVALID');
    const criteria = { ...added.criteria, percentages: { NOPE: { when: 'always' } } };
    expect(await codeOf(enter(ledger, { ...added, criteria }))).to.equal('FORM_INVALID');
    expect(await codeOf(enter(ledger, { ...added, surprise: true }))).to.equal('REQUEST_CLAIMS');
  });
});

describe("a member's entry", () => {
  const enterMember = (ledger: SimulatedLedger, code: string, changes: object = {}) =>
    ledger.act({
      by: `${code}:administrator`,
      op: 'registry.member/1',
      args: {
        ...{ code, name: `Customs of ${code}`, utcOffsetMinutes: 420, exchanges: code !== 'ASEAN' },
        ...{ coEndorsers: ['SGMSP'], ...changes },
      },
    });
  it('is changed by itself, its part in the exchange never; who has none in it keeps no register by that', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await codeOf(enterMember(ledger, 'TH'))).to.equal('done');
    expect(await codeOf(enterMember(ledger, 'TH', { exchanges: false }))).to.equal('REQUEST_CLAIMS');
    expect(await codeOf(enterMember(ledger, 'ASEAN', { exchanges: true }))).to.equal('REQUEST_CLAIMS');
    expect(await codeOf(enter(ledger, added, 'TH:administrator'))).to.equal('REGISTER_KEEPER_REQUIRED');
  });
  it('names itself, and others to endorse with it', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await codeOf(enterMember(ledger, 'TH', { code: 'SG' }))).to.equal('MEMBER_CODE');
    expect(await codeOf(enterMember(ledger, 'TH', { coEndorsers: ['VNMSP', 'THMSP'] }))).to.equal(
      'REQUEST_CLAIMS',
    );
  });
});

describe('an entry of the register changes in the order of time', () => {
  const authority = {
    ...{ code: 'MOIT', kind: 'issuing', name: 'Ministry', address: 'Ha Noi' },
    ...{ offices: ['HAN'], electronicOnly: true, active: true },
  };
  const entries = {
    'registry.authority/1': { by: 'VN:administrator', args: authority },
    'registry.settings/1': { by: 'VN:administrator', args: { settings: defaultSettings } },
    'registry.form/1': { by: 'ASEAN:administrator', args: { form: added, with: 'SG' } },
  };
  for (const [op, act] of Object.entries(entries)) {
    it(`${op}: the same moment will do, none long before; each is linked to the one before`, async () => {
      const ledger = new SimulatedLedger(START);
      const agreed = () => consents(ledger, 'SG', formSubject(added));
      await agreed();
      const first = await ledger.act({ op, ...act });
      await agreed();
      const second = await ledger.act({ op, ...act });
      await agreed();
      expect(Object.values(first.act.previous)).to.deep.equal([[]]);
      expect(Object.values(second.act.previous)).to.deep.equal([[first.act.id]]);
      ledger.now = TOO_EARLY;
      expect(await codeOf(ledger.act({ op, ...act }))).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    });
  }
});

describe('authorities [OCP 2.1] [OCP 2.3]', () => {
  it("are listed and renewed by their own member's administrator, and keep their history", async () => {
    const ledger = new SimulatedLedger(START);
    const args = {
      code: 'MOIT',
      kind: 'issuing',
      name: 'Ministry of Industry and Trade',
      address: 'Ha Noi',
      offices: ['HAN'],
      electronicOnly: true,
      active: true,
    };
    const first = await ledger.act({ by: 'VN:administrator', op: 'registry.authority/1', args });
    const second = await ledger.act({
      by: 'VN:administrator',
      op: 'registry.authority/1',
      args: { ...args, active: false },
    });
    expect(second.act.previous).to.deep.equal({ 'authority VN.MOIT': [first.act.id] });
    expect(ledger.state.get(authorityKey('VN', 'MOIT'))).to.include({ active: false, electronicOnly: true });
    expect(await codeOf(ledger.act({ by: 'VN:signatory', op: 'registry.authority/1', args }))).to.equal(
      'ADMINISTRATOR_REQUIRED',
    );
  });
  it('a list is due for renewal after a year, not on its day', () => {
    expect(listRenewalDue('2026-03-03T05:00:00.000Z', '2027-03-03', 420)).to.equal(false);
    expect(listRenewalDue('2026-03-03T05:00:00.000Z', '2027-03-04', 420)).to.equal(true);
  });
});

describe('national settings [OCP 27.2] [OCP 17] [OCP 31]', () => {
  const set = (ledger: SimulatedLedger, settings: object) =>
    ledger.act({ by: 'VN:administrator', op: 'registry.settings/1', args: { settings } });
  it('say which processes a member has, and how long it keeps records: never under three years', async () => {
    const ledger = new SimulatedLedger(START);
    expect(await codeOf(set(ledger, { ...defaultSettings, recordYears: 2 }))).to.equal('REQUEST_CLAIMS');
    expect(
      await codeOf(set(ledger, { ...defaultSettings, recordYears: 5, capabilities: ['E_FORM_D'] })),
    ).to.equal('done');
    expect(ledger.state.get(settingsKey('VN'))).to.deep.include({ member: 'VN' });
  });
});

describe('the register and a certificate', () => {
  it('[note 1] a certificate under a form of others is refused', async () => {
    const ledger = new SimulatedLedger(START);
    const { args, issued: one } = certificateArgs({ form: 'VK', to: 'SG' });
    const act = ledger.act({
      by: 'VN:signatory',
      op: 'certificate.issue/1',
      args: { certificates: [args] },
      parcels: [one.document],
    });
    expect(await codeOf(act)).to.equal('FORM_MEMBERS');
  });
});
