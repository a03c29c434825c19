import { expect } from 'chai';
import type { ActRecord } from '../act/act-record.js';
import { exporterKey } from '../act/state-key.js';
import { parseRequest } from '../request/signed-request.js';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  codeOf,
  declarationOf,
  LINK,
  refusalOf,
  START,
  type DeclarationOptions,
} from '../simulation/scene.js';
import { declarationProblem } from './declaration-contents.js';
import { defaultSettings } from '../registry/settings.js';
import {
  conditions,
  exporterLink,
  exporterStateOn,
  mayBecome,
  notHonoured,
  unconfirmed,
  type ExporterRecord,
} from './exporter-record.js';

const entry = {
  code: '0001',
  authorisation: 'VN/0001',
  name: 'Song Hong Ceramics',
  address: '1 Ly Thuong Kiet, Ha Noi',
  link: exporterLink('VN.0001', 'VN:exporter', LINK),
  products: [{ hs: '691110', description: 'Porcelain tableware' }],
  signatories: ['VN:sig-1', 'VN:sig-2'],
  issued: '2026-03-01',
  expires: '2027-02-28',
  trader: false,
  confirmed: [...conditions],
};
/** Entered on the day it was granted, unless stated otherwise. */
async function authorised(
  ledger: SimulatedLedger,
  extra: Readonly<Record<string, unknown>> = {},
  at = '2026-03-01T05:00:00.000Z',
) {
  const { now } = ledger;
  ledger.now = at;
  try {
    return await ledger.act({
      by: 'VN:signatory',
      op: 'selfcertification.authorise/1',
      args: { ...entry, ...extra },
    });
  } finally {
    ledger.now = now;
  }
}
const standing = (ledger: SimulatedLedger, state: string, from: string) =>
  ledger.act({ by: 'VN:signatory', op: 'selfcertification.standing/1', args: { code: '0001', state, from } });
const { reference } = declarationOf();
interface Declared extends DeclarationOptions {
  readonly departure?: string;
}
const declared = (ledger: SimulatedLedger, extra: Declared = {}, by = 'VN:exporter') => {
  const { departure = '2026-03-05', ...said } = extra;
  const { reference: named, document } = declarationOf({ hs: ['69111000'], ...said });
  const { date = '2026-03-02', to: importing = 'SG', hs: { length: items } = [''] } = said;
  return ledger.act({
    by,
    op: 'selfcertification.declare/1',
    args: { number: named.number, date, importing, departure, items },
    parcels: [document],
  });
};

describe('certified exporters [OCP 2.4] [OCP 2.5] [OCP 12A.1] [OCP 12A.2] [OCP 12A.3]', () => {
  const rows: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    ['with every condition confirmed', {}, 'done'],
    [
      'without sound books',
      { confirmed: conditions.filter((one) => one !== 'SOUND_BOOKS') },
      'EXPORTER_CONDITIONS',
    ],
    ["a trader without the manufacturer's declaration", { trader: true }, 'EXPORTER_CONDITIONS'],
    [
      "a trader with the manufacturer's declaration",
      { trader: true, confirmed: [...conditions, 'MANUFACTURERS_DECLARATION'] },
      'done',
    ],
    [
      'with eleven signatories',
      { signatories: Array.from({ length: 11 }, (_, index) => `VN:sig-${index}`) },
      'REQUEST_CLAIMS',
    ],
    [
      'with ten signatories',
      { signatories: Array.from({ length: 10 }, (_, index) => `VN:sig-${index}`) },
      'done',
    ],
    ["with another member's signatory", { signatories: ['SG:sig-1'] }, 'OTHER_MEMBER'],
    ['without a product', { products: [] }, 'REQUEST_CLAIMS'],
    ['issued tomorrow', { issued: '2026-03-02' }, 'REQUEST_CLAIMS'],
    ['issued today', { issued: '2026-03-01' }, 'done'],
    ['without a signatory', { signatories: [] }, 'REQUEST_CLAIMS'],
    ['that ends before it begins', { expires: '2026-02-28' }, 'REQUEST_CLAIMS'],
    ['of a day that does not exist', { expires: '2027-02-29' }, 'REQUEST_CLAIMS'],
  ];
  for (const [name, extra, code] of rows) {
    it(`${name}: ${code}`, async () => {
      expect(await codeOf(authorised(new SimulatedLedger(START), extra))).to.equal(code);
    });
  }
  it('the number of signatories is a setting', async () => {
    const ledger = new SimulatedLedger(START);
    await ledger.act({
      by: 'VN:administrator',
      op: 'registry.settings/1',
      args: { settings: { ...defaultSettings, exporterSignatories: 1 } },
    });
    expect(await codeOf(authorised(ledger))).to.equal('REQUEST_CLAIMS');
  });
  it('names every condition that is not confirmed', () => {
    expect(unconfirmed([], true)).to.deep.equal([...conditions, 'MANUFACTURERS_DECLARATION']);
  });
});

describe('standing of an exporter [axis CE] [OCP 12D]', () => {
  for (const [from, to, may] of [
    ['ACTIVE', 'SUSPENDED', true],
    ['SUSPENDED', 'ACTIVE', true],
    ['ACTIVE', 'WITHDRAWN', true],
    ['SUSPENDED', 'WITHDRAWN', true],
    ['WITHDRAWN', 'ACTIVE', false],
    ['WITHDRAWN', 'SUSPENDED', false],
    ['ACTIVE', 'ACTIVE', false],
  ] as const) {
    it(`${from} to ${to}: ${may ? 'may be' : 'refused'}`, () => {
      expect(mayBecome(from, to)).to.equal(may);
    });
  }
  it('changes in the order of time', async () => {
    const ledger = new SimulatedLedger('2026-03-03T05:00:00.000Z');
    await authorised(ledger, {}, '2026-03-03T05:00:00.000Z');
    ledger.now = '2026-03-03T04:29:59.999Z';
    expect(await codeOf(standing(ledger, 'SUSPENDED', '2026-03-03'))).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    expect(await codeOf(authorised(ledger, {}, ledger.now))).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
  });
  it('takes effect on its day, nobody dates it back, and withdrawal is final', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    expect(await codeOf(standing(ledger, 'SUSPENDED', '2026-03-01'))).to.equal('REQUEST_CLAIMS');
    expect(await codeOf(standing(ledger, 'SUSPENDED', '2026-03-03'))).to.equal('done');
    ledger.now = '2026-03-10T05:00:00.000Z';
    expect(await codeOf(standing(ledger, 'ACTIVE', '2026-03-10'))).to.equal('done');
    ledger.now = '2026-03-20T05:00:00.000Z';
    expect(await codeOf(standing(ledger, 'WITHDRAWN', '2026-03-20'))).to.equal('done');
    expect(await codeOf(standing(ledger, 'ACTIVE', '2026-03-20'))).to.equal('EXPORTER_STATE');
    expect(await codeOf(authorised(ledger, {}, ledger.now))).to.equal('EXPORTER_STATE');
    const record = ledger.state.get(exporterKey('VN', '0001')) as ExporterRecord;
    const on = (day: string) => exporterStateOn(record, day);
    const days = ['02-28', '03-01', '03-02', '03-03', '03-09', '03-10', '03-19', '03-20'];
    expect(days.map((day) => on(`2026-${day}`))).to.deep.equal([
      'NOT_YET',
      'ACTIVE',
      'ACTIVE',
      'SUSPENDED',
      'SUSPENDED',
      'ACTIVE',
      'ACTIVE',
      'WITHDRAWN',
    ]);
    const active = { ...record, standing: record.standing.slice(0, 1) };
    expect(exporterStateOn(active, '2027-02-28')).to.equal('ACTIVE');
    expect(exporterStateOn(active, '2027-03-01')).to.equal('EXPIRED');
    const { expires, ...open } = active;
    expect(expires).to.equal('2027-02-28');
    expect(exporterStateOn(open, '2040-01-01')).to.equal('ACTIVE');
  });
  it('[reading listed] counts from the day it was granted, whatever day it was entered', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger, {}, '2026-03-03T05:00:00.000Z');
    expect(await codeOf(declared(ledger, { date: '2026-02-28' }))).to.equal('EXPORTER_NOT_LISTED');
    expect(await codeOf(declared(ledger, { date: '2026-03-01' }))).to.equal('done');
  });
});

describe('origin declarations [OCP 2.6] [OCP 12A.4] [OCP 12B.1] [OCP 12B.2] [OCP 12B.4] [OCP 12B.5] [OCP 12B.6] [OCP 12B.7] [reading OD] [reading listed] [OCP 1A]', () => {
  it('enter with number and date of their document, valid twelve months, and are sent like every proof', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    await declared(ledger);
    expect(ledger.certificate(reference)).to.deep.include({
      form: 'OD',
      issued: '2026-03-02',
      expires: '2027-03-02',
      transmission: 'ISSUED',
    });
    expect(await codeOf(declared(ledger))).to.equal('NUMBER_USED');
  });
  const rows: readonly (readonly [string, Declared, string, string])[] = [
    ['by an official', {}, 'VN:signatory', 'ROLE_MISSING'],
    ['under a link that nobody gave', { link: `${LINK.slice(0, 42)}E` }, 'VN:exporter', 'ISSUER_MISMATCH'],
    ['of an exporter nobody entered', { exporter: '0002' }, 'VN:exporter', 'EXPORTER_UNKNOWN'],
    ['signed by somebody not listed', { signatory: 'VN:sig-9' }, 'VN:exporter', 'SIGNATORY_NOT_LISTED'],
    ['for a product not listed', { hs: ['69111000', '690721'] }, 'VN:exporter', 'PRODUCT_NOT_LISTED'],
    ['dated before the authorisation', { date: '2026-02-28' }, 'VN:exporter', 'EXPORTER_NOT_LISTED'],
    ['dated tomorrow', { date: '2026-03-04' }, 'VN:exporter', 'ISSUE_DATE'],
    ['dated after departure', { departure: '2026-03-01' }, 'VN:exporter', 'done'],
    ['to the own member', { to: 'VN' }, 'VN:exporter', 'FORM_MEMBERS'],
  ];
  for (const [name, extra, by, code] of rows) {
    it(`${name}: ${code}`, async () => {
      const ledger = new SimulatedLedger(START);
      await authorised(ledger);
      expect(await codeOf(declared(ledger, extra, by))).to.equal(code);
    });
  }
  it('are judged by the register of their own day: later withdrawal leaves earlier ones, none can follow', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    await standing(ledger, 'WITHDRAWN', '2026-03-03');
    expect(await codeOf(declared(ledger))).to.equal('done');
    expect(await codeOf(declared(ledger, { number: 'INV-8', date: '2026-03-03' }))).to.equal(
      'EXPORTER_NOT_LISTED',
    );
    expect(await codeOf(declared(ledger, { number: 'INV-8', date: '2026-03-02' }))).to.equal('done');
    expect(notHonoured(undefined, { date: '2026-03-02', signatory: 'VN:sig-1', hs: [] })).to.equal(
      'EXPORTER_NOT_LISTED',
    );
  });
});

describe('the lists of an entry as they stood on a day [reading listed] [OCP 2.4] [OCP 2.6]', () => {
  const on = async (changes: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    for (const [day, extra] of changes) await authorised(ledger, extra, `2026-03-${day}T05:00:00.000Z`);
    ledger.now = '2026-03-30T05:00:00.000Z';
    return (day: string, extra: Declared) =>
      codeOf(declared(ledger, { date: `2026-03-${day}`, number: `INV-${day}`, ...extra }));
  };
  it('who was taken off could sign until then, who was added only since', async () => {
    const declaring = await on([['10', { signatories: ['VN:sig-2', 'VN:sig-3'] }]]);
    expect(await declaring('09', { signatory: 'VN:sig-1' })).to.equal('done');
    expect(await declaring('10', { signatory: 'VN:sig-1' })).to.equal('SIGNATORY_NOT_LISTED');
    expect(await declaring('08', { signatory: 'VN:sig-3' })).to.equal('SIGNATORY_NOT_LISTED');
    expect(await declaring('11', { signatory: 'VN:sig-3' })).to.equal('done');
  });
  it('a product added later was not authorised before', async () => {
    const tiles = { hs: '690721', description: 'Ceramic tiles' };
    const declaring = await on([['10', { products: [...entry.products, tiles] }]]);
    expect(await declaring('09', { hs: ['69072100'] })).to.equal('PRODUCT_NOT_LISTED');
    expect(await declaring('10', { hs: ['69072100'] })).to.equal('done');
  });
  it('an authorisation renewed after its end does not cover the days between', async () => {
    const declaring = await on([
      ['02', { expires: '2026-03-05' }],
      ['09', { expires: '2027-03-05' }],
    ]);
    expect(await declaring('05', {})).to.equal('done');
    expect(await declaring('06', {})).to.equal('EXPORTER_NOT_LISTED');
    expect(await declaring('09', {})).to.equal('done');
  });
  it('of several changes on a day the last counts, from that day on', async () => {
    const declaring = await on([
      ['10', { signatories: ['VN:sig-3'] }],
      ['10', { signatories: ['VN:sig-4'] }],
      ['12', { signatories: ['VN:sig-5'] }],
    ]);
    expect(await declaring('09', { signatory: 'VN:sig-1' })).to.equal('done');
    expect(await declaring('10', { signatory: 'VN:sig-3' })).to.equal('SIGNATORY_NOT_LISTED');
    expect(await declaring('11', { signatory: 'VN:sig-4' })).to.equal('done');
    expect(await declaring('12', { signatory: 'VN:sig-5' })).to.equal('done');
  });
  it('a list under review may be waived by the settings: then any product, any signatory', async () => {
    const ledger = new SimulatedLedger('2026-03-01T04:00:00.000Z');
    const waiving = (exporterListsWaived: readonly string[]) =>
      ledger.act({
        by: 'VN:administrator',
        op: 'registry.settings/1',
        args: { settings: { ...defaultSettings, exporterListsWaived } },
      });
    await waiving(['PRODUCTS']);
    expect(await codeOf(authorised(ledger, { products: [], signatories: [] }))).to.equal('REQUEST_CLAIMS');
    expect(await codeOf(authorised(ledger, { products: [] }))).to.equal('done');
    ledger.now = START;
    expect(await codeOf(declared(ledger, { hs: ['870323'] }))).to.equal('done');
    expect(await codeOf(declared(ledger, { number: 'INV-8', signatory: 'VN:sig-9' }))).to.equal(
      'SIGNATORY_NOT_LISTED',
    );
  });
  it('a six-digit entry covers its tariff lines, a full code only itself', async () => {
    const declaring = await on([
      ['10', { products: [{ hs: '69111000', description: 'Porcelain tableware' }] }],
    ]);
    expect(await declaring('09', { hs: ['691110'] })).to.equal('done');
    expect(await declaring('10', { hs: ['691110'] })).to.equal('PRODUCT_NOT_LISTED');
    expect(await declaring('11', { hs: ['69111000'] })).to.equal('done');
    expect(await declaring('12', { hs: ['6911100010'] })).to.equal('done');
    expect(await declaring('13', { hs: ['69111090'] })).to.equal('PRODUCT_NOT_LISTED');
  });
  it('[OCP 2.6] a link that was given once is still read, and no longer entered with', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    const later = `${LINK.slice(0, 42)}E`;
    await authorised(ledger, { link: exporterLink('VN.0001', 'VN:exporter', later) }, START);
    expect(await codeOf(declared(ledger))).to.equal('ISSUER_MISMATCH');
    expect(await codeOf(declared(ledger, { link: later }))).to.equal('done');
    const { links } = ledger.state.get(exporterKey('VN', '0001')) as ExporterRecord;
    const exporter = ledger.state.get(exporterKey('VN', '0001')) as ExporterRecord;
    const document = declarationOf().document.contents as unknown as Parameters<typeof declarationProblem>[0];
    expect(declarationProblem(document, { exporter, holder: 'VN:exporter', links })).to.equal(undefined);
    expect(declarationProblem(document, { exporter, holder: 'VN:other', links })).to.deep.equal({
      ...{ code: 'ISSUER_MISMATCH', box: 'selfCertification.link' },
    });
  });
});

describe('what a declaration leaves in public [OCP 17.5] [OCP 31.4]', () => {
  const publicOf = async (said: Declared): Promise<string> => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger, {
      products: [
        { hs: '691110', description: 'x' },
        { hs: '090111', description: 'y' },
      ],
    });
    const before = new Set(ledger.state.keys());
    await declared(ledger, said);
    const left = [...ledger.state].filter(([key]) => !before.has(key));
    const acts = left.map(([key, value]) => {
      const { request } = value as Partial<ActRecord>;
      return [key, value, ...(request === undefined ? [] : [parseRequest(request).claims])];
    });
    return JSON.stringify(acts, (name, value: unknown) => (name === 'request' ? undefined : value))
      .replaceAll('\\u0000', ' ')
      .replaceAll(/[0-9a-f]{64}/g, '#')
      .replaceAll(/[0-9A-F]{24}/g, '#');
  };
  it('says nothing of exporter, goods, medium or who signed by hand', async () => {
    const one = await publicOf({ hs: ['69111000'], signatory: 'VN:sig-1', number: 'INV-7' });
    expect(await publicOf({ hs: ['09011100'], signatory: 'VN:sig-2', number: 'INV-8' })).to.equal(one);
    expect(one)
      .to.include('selfcertification.declare/1')
      .and.not.match(/0001|6911|INV-|sig-1|INVOICE/);
  });
  it('names under which its number was drawn, not what the document bears', async () => {
    const ledger = new SimulatedLedger(START);
    await authorised(ledger);
    const { document } = declarationOf();
    const args = { number: 'INV-7', date: '2026-03-02', importing: 'SG', departure: '2026-03-05', items: 1 };
    const act = ledger.act({
      by: 'VN:exporter',
      op: 'selfcertification.declare/1',
      args,
      parcels: [document],
    });
    expect(await refusalOf(act)).to.equal('REQUEST_CLAIMS args.number');
  });
});
