import { expect } from 'chai';
import { receptionKey } from '../act/state-key.js';
import type { Draw, ItemQuantity } from '../quantity/balance.js';
import { defaultSettings } from '../registry/settings.js';
import { SimulatedLedger, type SimulatedParcel } from '../simulation/ledger.js';
import {
  balanceParcel,
  certificateArgs,
  commitment,
  decideItems,
  decisionsOn,
  issued,
  marked,
  received,
  refusalOf,
  START,
  type Issued,
  TOO_EARLY,
  departed,
} from '../simulation/scene.js';

const kg = (number: number, value: string): ItemQuantity => ({ number, value, unit: 'KGM' });
const rest = [kg(1, '200'), kg(2, '1200')];
const reexport: readonly Draw[] = [{ items: [kg(1, '1000')] }];
const pair = (one: Issued) => [one.document, balanceParcel(one, one.document, reexport, rest)];

interface Changes {
  readonly certificate?: object;
  readonly first?: string;
  readonly parcels?: readonly SimulatedParcel[];
  /** In the new document. */
  readonly partialCumulation?: true;
}

describe('a back-to-back names the box that is wrong [OCP 11.1(a)] [OCP 11.1(c)] [reading back-to-back]', () => {
  const backToBack = (
    ledger: SimulatedLedger,
    originals: readonly Issued[],
    { certificate = {}, first = 'VN', parcels = originals.flatMap(pair), ...flags }: Changes = {},
  ) => {
    const issuedOn = ledger.now.slice(0, 10);
    const next = certificateArgs({ from: 'SG', to: 'TH', number: '9', issued: issuedOn, ...flags });
    return refusalOf(
      ledger.act({
        by: 'SG:signatory',
        op: 'certificate.back-to-back/1',
        args: {
          certificate: { ...next.args, ...certificate },
          first,
          originals: originals.map(({ reference }) => reference),
        },
        parcels: [next.issued.document, ...parcels],
      }),
    );
  };
  const rows: readonly (readonly [string, (one: Issued) => Changes, string])[] = [
    ['for cumulation', () => ({ partialCumulation: true }), 'FLAGS parcels[0].flags.backToBack'],
    ['under a form that knows none', () => ({ certificate: { form: 'B' } }), 'FLAGS args.certificate.form'],
    ['dated back', () => ({ certificate: { issued: '2026-03-02' } }), 'ISSUE_DATE args.certificate.issued'],
    ['of a first member nobody knows', () => ({ first: 'MM' }), 'MEMBER_UNKNOWN args.first'],
    ['of the own member', () => ({ first: 'SG' }), 'MEMBER_UNKNOWN args.first'],
    [
      'under another number than its document',
      () => ({ certificate: { number: '8' } }),
      'PARCEL_MISSING parcels[0].box',
    ],
    ['with half a pair', (one) => ({ parcels: [one.document] }), 'PARCEL_MISSING parcels'],
    ['with a pair more', (one) => ({ parcels: [...pair(one), ...pair(one)] }), 'PARCEL_MISSING parcels'],
  ];
  for (const [name, change, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const ledger = new SimulatedLedger(START);
      const one = await received(ledger);
      expect(await backToBack(ledger, [one], change(one))).to.equal(refusal);
    });
  }
  it('of two originals, the one that is wrong, and its pair', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    const never = certificateArgs({ number: '99' }).issued;
    const unsent = await issued(ledger, { number: '2' });
    const cumulated = await received(ledger, { number: '3', partialCumulation: true });
    const two = await received(ledger, { number: '4' });
    const second = 'args.originals[1]';
    expect(await backToBack(ledger, [one, never])).to.equal(`CERTIFICATE_UNKNOWN ${second}`);
    expect(await backToBack(ledger, [one, unsent])).to.equal(`ORIGINAL_NOT_ELIGIBLE ${second}`);
    expect(await backToBack(ledger, [one, cumulated])).to.equal('ORIGINAL_NOT_ELIGIBLE parcels[3]');
    expect(await backToBack(ledger, [one, one])).to.equal('NUMBER_REPEATED args.originals');
    const parcels = [...pair(one), ...pair(two).reverse()];
    expect(await backToBack(ledger, [one, two], { parcels })).to.equal('PARCEL_MISSING parcels[3]');
    const over = balanceParcel(two, two.document, [{ items: [kg(1, '1200.5')] }], rest);
    expect(await backToBack(ledger, [one, two], { parcels: [...pair(one), two.document, over] })).to.equal(
      'QUANTITY_EXCEEDED parcels[3]',
    );
    marked(ledger, two, { expires: '2026-03-02' });
    expect(await backToBack(ledger, [one, two])).to.equal(`ORIGINAL_EXPIRED ${second}`);
  });
  it('before the last act on an original, and once its first member has left', async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    ledger.now = TOO_EARLY;
    expect(await backToBack(ledger, [one])).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
    ledger.now = START;
    await departed(ledger, 'VN');
    expect(await backToBack(ledger, [one])).to.equal('MEMBER_DEPARTED args.first');
  });
  it('[OCP 11.1(f)] keeps what is left for import beside what is left for re-export, whichever came first', async () => {
    for (const importFirst of [true, false]) {
      const ledger = new SimulatedLedger(START);
      const one = await received(ledger);
      await decideItems(ledger, one, [1], true);
      const used = balanceParcel(one, one.document, [{ declaration: 'SG-1', items: [kg(1, '1000')] }], rest);
      const [, moved = used] = pair(one);
      const acts = [
        () =>
          refusalOf(
            ledger.act({
              by: 'SG:customs',
              op: 'certificate.utilise/1',
              args: { reference: one.reference },
              parcels: [one.document, used, ...decisionsOn(ledger, one)],
            }),
          ),
        () => backToBack(ledger, [one], { parcels: [one.document, moved] }),
      ];
      for (const act of importFirst ? acts : acts.reverse()) expect(await act()).to.equal('done');
      expect(ledger.state.get(receptionKey(one.reference))).to.deep.include({
        balances: { import: commitment(used), reexport: commitment(moved) },
      });
    }
  });
  it('[reading back-to-back] begins the joined balance where the member says so', async () => {
    const ledger = new SimulatedLedger(START);
    const settings = { ...defaultSettings, joinedBalances: true };
    await ledger.act({ by: 'SG:administrator', op: 'registry.settings/1', args: { settings } });
    const one = await received(ledger);
    expect(await backToBack(ledger, [one])).to.equal('done');
    expect(ledger.reception(one.reference).balances).to.have.all.keys('joined');
  });
});
