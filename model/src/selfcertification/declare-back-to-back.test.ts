import { expect } from 'chai';
import { formKey, receptionKey } from '../act/state-key.js';
import { originDeclaration } from '../form/tables/origin-declaration.js';
import { SimulatedLedger, type SimulatedParcel } from '../simulation/ledger.js';
import {
  balanceParcel,
  codeOf,
  commitment,
  declarationOf,
  LINK,
  received,
  refusalOf,
  sent,
  START,
  step,
  type DeclarationOptions,
  type Issued,
} from '../simulation/scene.js';
import { conditions, exporterLink } from './exporter-record.js';

const kg = (number: number, value: string) => ({ number, value, unit: 'KGM' });

/** Singapore's exporter, certified for tableware; originals come from Viet Nam, declarations go to Thailand. */
async function scene(): Promise<SimulatedLedger> {
  const ledger = new SimulatedLedger(START);
  await ledger.act({
    by: 'SG:signatory',
    op: 'selfcertification.authorise/1',
    args: {
      ...{ code: '77', authorisation: 'SG/77', name: 'Example Re-export', address: '3 Example Quay' },
      ...{
        link: exporterLink('SG.77', 'SG:exporter', LINK),
        products: [{ hs: '691110', description: 'Porcelain tableware' }],
      },
      ...{ signatories: ['SG:sig-1'], issued: '2026-01-01', trader: false, confirmed: [...conditions] },
    },
  });
  return ledger;
}

interface Drawing {
  readonly original: Issued;
  readonly before: SimulatedParcel;
  readonly after: SimulatedParcel;
}

/** Draws so much of item 1 of an original on which nothing was drawn yet. */
const drawing = (original: Issued, value = '200', left = '1000'): Drawing => ({
  original,
  before: original.document,
  after: balanceParcel(
    original,
    original.document,
    [{ items: [kg(1, value)] }],
    [kg(1, left), kg(2, '1200')],
  ),
});

let numbers = 0;
function declared(
  ledger: SimulatedLedger,
  drawings: readonly Drawing[],
  change: DeclarationOptions & { readonly departure?: string } = {},
  { by = 'SG:exporter', first = 'VN' } = {},
) {
  const { date = '2026-03-03', departure = '2026-03-05' } = change;
  const made = { from: 'SG', to: 'TH', exporter: '77', number: `I${(numbers += 1)}`, ...change };
  const { reference, document } = declarationOf({ ...made, date });
  return {
    reference,
    act: ledger.act({
      by,
      op: 'selfcertification.declare-back-to-back/1',
      args: {
        declaration: { number: reference.number, date, importing: 'TH', departure, items: 1 },
        first,
        originals: drawings.map(({ original }) => original.reference),
      },
      parcels: [document, ...drawings.flatMap(({ before, after }) => [before, after])],
    }),
  };
}

describe('back-to-back declarations [OCP 11.2] [reading back-to-back]', () => {
  it('draw on their originals, end with the earliest of them, and go the way of every proof', async () => {
    const ledger = await scene();
    ledger.now = '2026-02-10T05:00:00.000Z';
    const early = await received(ledger, { number: '1', issued: '2026-02-10' });
    ledger.now = START;
    const later = await received(ledger, { number: '2' });
    const drawings = [drawing(later), drawing(early)];
    const { reference, act } = declared(ledger, drawings);
    await act;
    expect(ledger.certificate(reference)).to.deep.include({
      ...{ form: 'OD', backToBack: true, originals: ['VN.HAN.2', 'VN.HAN.1'], expires: '2027-02-10' },
    });
    for (const { original, after } of drawings) {
      expect(ledger.reception(original.reference)).to.deep.include({
        utilised: true,
        balances: { reexport: commitment(after) },
      });
      const entry = receptionKey(original.reference);
      const holders = ['SG', 'TH', 'VN'].filter((code) => ledger.holds(code, entry, commitment(after)));
      expect(holders).to.deep.equal(['SG', 'VN']);
    }
  });
  it('count on the balances of certificates: together never more than the originals', async () => {
    const ledger = await scene();
    const one = await received(ledger);
    const part = drawing(one, '700', '500');
    expect(await codeOf(declared(ledger, [part]).act)).to.equal('done');
    // The draw before counts, whatever its maker says.
    expect(await codeOf(declared(ledger, [drawing(one, '600', '600')]).act)).to.equal('BALANCE_MISMATCH');
    const over = balanceParcel(one, part.after, [{ items: [kg(1, '501')] }], [kg(1, '0'), kg(2, '1200')]);
    expect(await codeOf(declared(ledger, [{ original: one, before: part.after, after: over }]).act)).to.equal(
      'QUANTITY_EXCEEDED',
    );
    const all = balanceParcel(one, part.after, [{ items: [kg(1, '500')] }], [kg(1, '0'), kg(2, '1200')]);
    expect(await codeOf(declared(ledger, [{ original: one, before: part.after, after: all }]).act)).to.equal(
      'done',
    );
  });
  it('are made out by an exporter certified for the same goods, on the day of the document', async () => {
    const ledger = await scene();
    const one = await received(ledger);
    const refused = (change: DeclarationOptions, more: { by?: string } = {}) =>
      codeOf(declared(ledger, [drawing(one)], change, more).act);
    expect(await refused({ hs: ['090111'] })).to.equal('PRODUCT_NOT_LISTED');
    expect(await refused({ signatory: 'SG:sig-2' })).to.equal('SIGNATORY_NOT_LISTED');
    expect(await refused({ exporter: '78' })).to.equal('EXPORTER_UNKNOWN');
    expect(await refused({}, { by: 'SG:signatory' })).to.equal('ROLE_MISSING');
    expect(await refused({ partialCumulation: true })).to.equal('FLAGS');
    // Before the original was issued there was none to present.
    expect(await refused({ date: '2026-03-02' })).to.equal('ORIGINAL_NOT_ELIGIBLE');
    expect(await refused({})).to.equal('done');
  });
  it('are refused on originals that ended, never came, are for cumulation, of two members or of the own one', async () => {
    const ledger = await scene();
    const on = (...originals: readonly Issued[]) =>
      codeOf(
        declared(
          ledger,
          originals.map((one) => drawing(one)),
        ).act,
      );
    const ended = await received(ledger, { number: '2' });
    await step(ledger, ended, 'certificate.cancel/1', 'VN:signatory', {}, 'reason');
    expect(await on(ended)).to.equal('ORIGINAL_NOT_ELIGIBLE');
    expect(await on(await sent(ledger, { number: '3' }))).to.equal('ORIGINAL_NOT_ELIGIBLE');
    const cumulated = await received(ledger, { number: '4', partialCumulation: true });
    expect(await on(cumulated)).to.equal('ORIGINAL_NOT_ELIGIBLE');
    const valid = await received(ledger, { number: '5' });
    const other = await received(ledger, { number: '6', from: 'ID' });
    expect(await on(valid, other)).to.equal('ORIGINAL_NOT_ELIGIBLE');
    expect(await codeOf(declared(ledger, [drawing(valid)], {}, { first: 'SG' }).act)).to.equal(
      'MEMBER_UNKNOWN',
    );
    expect(await on(valid, valid)).to.equal('NUMBER_REPEATED');
    expect(await on()).to.equal('REQUEST_CLAIMS');
    expect(await on(valid)).to.equal('done');
  });
  it('are refused after the earliest expiry, and made out on its last day', async () => {
    const ledger = await scene();
    const one = await received(ledger);
    ledger.now = '2027-03-04T05:00:00.000Z';
    const dated = (date: string) => codeOf(declared(ledger, [drawing(one)], { date, departure: date }).act);
    expect(await dated('2027-03-04')).to.equal('ORIGINAL_EXPIRED');
    expect(await dated('2027-03-03')).to.equal('done');
  });
  it('name the box that is wrong: a form that knows none, one original too young', async () => {
    const ledger = await scene();
    const one = await received(ledger);
    ledger.now = '2026-03-04T05:00:00.000Z';
    const young = await received(ledger, { number: '2', issued: '2026-03-04' });
    const both = declared(ledger, [drawing(one), drawing(young)]);
    expect(await refusalOf(both.act)).to.equal('ORIGINAL_NOT_ELIGIBLE args.declaration.date');
    ledger.state.set(formKey('OD'), { form: { ...originDeclaration, backToBack: false } });
    expect(await codeOf(declared(ledger, [drawing(one)]).act)).to.equal('FLAGS');
  });
});
