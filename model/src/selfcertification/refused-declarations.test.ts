import { expect } from 'chai';
import { authorityKey, exporterKey, formKey } from '../act/state-key.js';
import { referenceText } from '../certificate/reference.js';
import { originDeclaration } from '../form/tables/origin-declaration.js';
import { defaultSettings } from '../registry/settings.js';
import { SimulatedLedger, type SimulatedParcel } from '../simulation/ledger.js';
import {
  commitment,
  declarationOf,
  departed,
  LINK,
  refusalOf,
  START,
  type DeclarationOptions,
} from '../simulation/scene.js';
import { authorityRecords } from '../testing/records.js';
import { conditions, exporterLink, exporterStateOn, type ExporterRecord } from './exporter-record.js';

type Args = Readonly<Record<string, unknown>>;

const authorised = (ledger: SimulatedLedger, args: Args = {}) =>
  ledger.act({
    by: 'VN:signatory',
    op: 'selfcertification.authorise/1',
    args: {
      ...{ code: '0001', authorisation: 'VN/0001', name: 'Song Hong Ceramics', address: 'Ha Noi' },
      ...{
        link: exporterLink('VN.0001', 'VN:exporter', LINK),
        products: [{ hs: '691110', description: 'Tableware' }],
      },
      ...{ signatories: ['VN:sig-1'], issued: '2026-03-01', trader: false, confirmed: [...conditions] },
      ...args,
    },
  });
const standing = (ledger: SimulatedLedger, args: Args = {}) =>
  ledger.act({
    by: 'VN:signatory',
    op: 'selfcertification.standing/1',
    args: { code: '0001', state: 'SUSPENDED', from: '2026-03-03', ...args },
  });
const { reference } = declarationOf();
const declared = (
  ledger: SimulatedLedger,
  args: Args = {},
  said: DeclarationOptions = {},
  parcels?: readonly SimulatedParcel[],
) =>
  ledger.act({
    by: 'VN:exporter',
    op: 'selfcertification.declare/1',
    args: {
      ...{ number: reference.number, date: '2026-03-02', importing: 'SG', items: 2 },
      ...{ departure: '2026-03-05', ...args },
    },
    parcels: parcels ?? [declarationOf({ hs: ['691110', '691110'], ...said }).document],
  });
const entryOf = (ledger: SimulatedLedger) => ledger.state.get(exporterKey('VN', '0001')) as ExporterRecord;
const closeAuthority = (ledger: SimulatedLedger): void => {
  for (const one of authorityRecords('VN'))
    ledger.state.set(authorityKey('VN', one.code), { ...one, active: false });
};
const waiving = (ledger: SimulatedLedger, ...exporterListsWaived: readonly string[]) =>
  ledger.act({
    by: 'VN:administrator',
    op: 'registry.settings/1',
    args: { settings: { ...defaultSettings, exporterListsWaived } },
  });

describe('an entry names the box that is wrong [OCP 2.4] [OCP 12A.2] [OCP 12D] [axis CE]', () => {
  const rows: readonly (readonly [string, Args, string])[] = [
    [
      'without conditions',
      { confirmed: conditions.slice(2), trader: true },
      'EXPORTER_CONDITIONS args.confirmed.REGISTERED args.confirmed.SIGNATORIES_KNOW_RULES args.confirmed.MANUFACTURERS_DECLARATION',
    ],
    ["with another member's signatory", { signatories: ['SG:sig-1'] }, 'OTHER_MEMBER args.signatories'],
    ['with no signatory', { signatories: [] }, 'REQUEST_CLAIMS args.signatories'],
    ['with no product', { products: [] }, 'REQUEST_CLAIMS args.products'],
    ['granted tomorrow', { issued: '2026-03-04' }, 'REQUEST_CLAIMS args.issued'],
    ['granted on no day', { issued: '2026-02-30' }, 'REQUEST_CLAIMS args.issued'],
    ['that ends on the day it begins', { expires: '2026-03-01' }, 'done'],
    ['that ends the day before', { expires: '2026-02-28' }, 'REQUEST_CLAIMS args.issued'],
  ];
  for (const [name, args, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      expect(await refusalOf(authorised(new SimulatedLedger(START), args))).to.equal(refusal);
    });
  }
  it('each list is waived by itself', async () => {
    const ledger = new SimulatedLedger(START);
    await waiving(ledger, 'SIGNATORIES');
    expect(await refusalOf(authorised(ledger, { products: [] }))).to.equal('REQUEST_CLAIMS args.products');
    expect(await refusalOf(authorised(ledger, { signatories: [] }))).to.equal('done');
    expect(await refusalOf(declared(ledger, {}, { signatory: 'VN:anybody' }))).to.equal('done');
  });
  it("is another exporter's, withdrawn, or unknown", async () => {
    const ledger = new SimulatedLedger(START);
    expect(await refusalOf(standing(ledger))).to.equal('EXPORTER_UNKNOWN args.code');
    await authorised(ledger);
    expect(await refusalOf(authorised(ledger, { authorisation: 'VN/0002' }))).to.equal(
      'EXPORTER_EXISTS args.code',
    );
    expect(await refusalOf(standing(ledger, { state: 'ACTIVE' }))).to.equal('EXPORTER_STATE args.state');
    expect(await refusalOf(standing(ledger, { from: '2026-03-04' }))).to.equal('REQUEST_CLAIMS args.from');
    await standing(ledger, { state: 'WITHDRAWN' });
    expect(await refusalOf(authorised(ledger))).to.equal('EXPORTER_STATE args.code');
  });
  it('[OCP 2.1] is made and changed by officials of a competent authority in function alone', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    closeAuthority(ledger);
    expect(await refusalOf(authorised(ledger))).to.equal('AUTHORITY_NOT_ENTITLED args.code');
    expect(await refusalOf(standing(ledger))).to.equal('AUTHORITY_NOT_ENTITLED args.code');
  });
  it('a change of its lists neither restores it nor moves the day of its grant', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    await standing(ledger);
    ledger.now = '2026-03-10T05:00:00.000Z';
    for (const signatory of ['VN:sig-2', 'VN:sig-3'])
      await authorised(ledger, { signatories: [signatory], issued: '2026-03-09' });
    ledger.now = '2026-03-11T05:00:00.000Z';
    await authorised(ledger, { expires: '2027-02-28' });
    await authorised(ledger, { expires: '2027-03-31' });
    ledger.now = '2026-03-12T05:00:00.000Z';
    await authorised(ledger, { issued: '2026-03-12' });
    const entry = entryOf(ledger);
    expect(entry.issued).to.equal('2026-03-01');
    expect(exporterStateOn(entry, '2026-03-12')).to.equal('SUSPENDED');
    const products = [{ hs: '691110', description: 'Tableware' }];
    expect(entry.earlier).to.deep.equal([
      { until: '2026-03-10', products, signatories: ['VN:sig-1'] },
      { until: '2026-03-11', products, signatories: ['VN:sig-3'] },
      { until: '2026-03-12', products, signatories: ['VN:sig-1'], expires: '2027-03-31' },
    ]);
  });
  it('is withdrawn, not expired, when it was withdrawn before its end', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger, { expires: '2026-04-01' });
    await standing(ledger, { state: 'WITHDRAWN' });
    expect(exporterStateOn(entryOf(ledger), '2026-04-02')).to.equal('WITHDRAWN');
  });
});

describe('a declaration names the box that is wrong [OCP 2.6] [OCP 12A.3] [OCP 12B.1] [reading OD]', () => {
  const listed = 'parcels[0].selfCertification.exporter';
  const rows: readonly (readonly [string, Args, DeclarationOptions, string])[] = [
    ['of an exporter nobody entered', {}, { exporter: '0002' }, `EXPORTER_UNKNOWN ${listed}`],
    ['to who is no member', { importing: 'BN' }, {}, 'MEMBER_UNKNOWN args.importing'],
    ['to who exchanges nothing', { importing: 'ASEAN' }, {}, 'MEMBER_UNKNOWN args.importing'],
    ['to who has left', { importing: 'TH' }, {}, 'MEMBER_DEPARTED args.importing'],
    ['to the own member', { importing: 'VN' }, {}, 'FORM_MEMBERS args.importing'],
    ['departed on no day', { departure: '2026-02-30' }, {}, 'REQUEST_CLAIMS args.departure'],
    ['dated on no day', { date: '2026-02-30' }, {}, 'ISSUE_DATE args.date'],
    ['dated tomorrow', { date: '2026-03-04' }, {}, 'ISSUE_DATE args.date'],
    ['dated before the grant', {}, { date: '2026-02-28' }, `EXPORTER_NOT_LISTED ${listed}`],
    ['signed by another', {}, { signatory: 'VN:sig-2' }, `SIGNATORY_NOT_LISTED ${listed}`],
    ['of other goods', {}, { hs: ['691110', '690721'] }, `PRODUCT_NOT_LISTED ${listed}`],
    ['with the contents of another', {}, { number: 'INV-8' }, 'PARCEL_MISSING parcels[0].box'],
  ];
  for (const [name, args, said, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      await authorised(ledger);
      await departed(ledger, 'TH');
      expect(await refusalOf(declared(ledger, args, said))).to.equal(refusal);
    });
  }
  it('of another exporter, with more than its contents, or a number in use', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger, { link: exporterLink('VN.0001', 'VN:other', LINK) });
    expect(await refusalOf(declared(ledger))).to.equal('ISSUER_MISMATCH parcels[0].selfCertification.link');
    const other = new SimulatedLedger(START);
    await authorised(other);
    const two = [1, 2].map(() => declarationOf().document);
    expect(await refusalOf(declared(other, {}, {}, two))).to.equal('PARCEL_UNDECLARED parcels');
    await declared(other);
    expect(await refusalOf(declared(other))).to.equal('NUMBER_USED args.number');
  });
  const registered: readonly (readonly [string, object, Args, string])[] = [
    ['as many items as the register allows', { itemLimit: 2 }, {}, 'done'],
    ['an item more', { itemLimit: 2 }, { items: 3 }, 'REQUEST_CLAIMS args.items'],
    ['to who does not apply it', { members: ['VN', 'TH'] }, {}, 'FORM_MEMBERS args.importing'],
    ['by who does not apply it', { members: ['SG', 'TH'] }, {}, 'FORM_MEMBERS args.importing'],
  ];
  for (const [name, change, args, refusal] of registered) {
    it(`[form data] ${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      await authorised(ledger);
      ledger.state.set(formKey('OD'), { form: { ...originDeclaration, ...change } });
      expect(await refusalOf(declared(ledger, args))).to.equal(refusal);
    });
  }
  it('says in public where it goes, its days and its number of items, and which key entered it', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    const { document } = declarationOf();
    const before = entryOf(ledger).lastAct;
    const { act } = await declared(ledger, { departure: '2026-03-01' }, {}, [document]);
    expect(ledger.certificate(reference)).to.deep.include({
      ...{ importing: 'SG', departure: '2026-03-01', retroactive: false },
      ...{ items: 2, commitment: commitment(document), validity: 'VALID', issuedIn: act.id },
    });
    expect(act.previous).to.deep.equal({ [referenceText(reference)]: [] });
    const { act: change } = await authorised(ledger);
    expect(change.previous).to.deep.equal({ 'exporter VN.0001': [before] });
  });
});
