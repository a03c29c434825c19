import { expect } from 'chai';
import type { Draw, ItemQuantity } from '../quantity/balance.js';
import { SimulatedLedger, type SimulatedParcel } from '../simulation/ledger.js';
import {
  balanceParcel,
  certificateArgs,
  confirmed,
  decideItems,
  decisionOf,
  decisionsOn,
  parcel,
  received,
  refusalOf,
  sent,
  START,
  step,
  type Issued,
  TOO_EARLY,
  departed,
} from '../simulation/scene.js';
import { balanceFor, judgeDraw, type DrawParcels } from './draw.js';

const kg = (number: number, value: string): ItemQuantity => ({ number, value, unit: 'KGM' });
const draws: readonly Draw[] = [{ declaration: 'SG-1', items: [kg(1, '1000')] }];
const rest = [kg(1, '200'), kg(2, '1200')];
const balance = (one: Issued, before: SimulatedParcel = one.document, of = draws) =>
  balanceParcel(one, before, of, rest);

describe('a draw and its parcels [OCP 11.1(f)] [OCP 30.2]', () => {
  const { issued: one } = certificateArgs();
  const claims = { before: { commitment: 'b' }, after: { commitment: 'a' } } as unknown as DrawParcels;
  const left = {
    ...(balance(one).contents as object),
    previous: 'b'.repeat(64),
  };
  const named = { ...claims, before: { ...claims.before, commitment: left.previous } };
  const rows: readonly (readonly [string, unknown, unknown, string])[] = [
    ['from the document', one.document.contents, left, 'in order'],
    ['without what there was', undefined, left, 'PARCEL_MISSING parcels'],
    ['without what is left', one.document.contents, undefined, 'PARCEL_MISSING parcels'],
    ['from what is neither document nor balance', { salt: 's' }, left, 'BALANCE_INVALID parcels'],
    ['to what is no balance', one.document.contents, one.document.contents, 'BALANCE_INVALID parcels'],
    [
      "to another certificate's balance",
      one.document.contents,
      { ...left, certificate: 'VN.HAN.2' },
      'BALANCE_INVALID parcels',
    ],
    [
      'to a balance of something else',
      one.document.contents,
      { ...left, previous: 'c'.repeat(64) },
      'BALANCE_INVALID parcels',
    ],
    [
      'to a balance in another unit',
      one.document.contents,
      { ...left, left: [{ ...kg(1, '200'), unit: 'TNE' }, kg(2, '1200')] },
      'BALANCE_INVALID parcels',
    ],
    [
      'to a balance of other items',
      one.document.contents,
      { ...left, left: [kg(2, '200'), kg(1, '1200')] },
      'BALANCE_INVALID parcels',
    ],
    [
      'to a balance with an item more',
      one.document.contents,
      { ...left, left: [...rest, kg(3, '1')] },
      'BALANCE_INVALID parcels',
    ],
  ];
  for (const [name, before, after, outcome] of rows) {
    it(`${name}: ${outcome}`, async () => {
      const parcels = new Map(
        [[left.previous, before] as const, ['a', after] as const].filter(([, said]) => said !== undefined),
      ) as Parameters<typeof judgeDraw>[0];
      const judged = Promise.resolve().then(() => void judgeDraw(parcels, named, 'VN.HAN.1', 'parcels'));
      expect(await refusalOf(judged)).to.equal(outcome === 'in order' ? 'done' : outcome);
    });
  }
  it('[reading back-to-back] takes from the balance that the first draw chose', () => {
    const begun = (name: string) => ({ balances: { [name]: 'a'.repeat(64) } }) as never;
    const joined = { joinedBalances: true };
    expect(balanceFor('import', begun('reexport'), joined)).to.equal('import');
    expect(balanceFor('reexport', begun('import'), joined)).to.equal('reexport');
    expect(balanceFor('reexport', { balances: {} } as never, joined)).to.equal('joined');
  });
});

interface Change {
  readonly by?: string;
  readonly args?: object;
  readonly parcels?: readonly SimulatedParcel[];
  readonly after?: string;
}

const utilise = (ledger: SimulatedLedger, one: Issued, { by, args, parcels, after }: Change = {}) =>
  refusalOf(
    ledger.act({
      by: by ?? 'SG:customs',
      op: 'certificate.utilise/1',
      args: { reference: one.reference, ...args },
      parcels: [...(parcels ?? [one.document, balance(one)]), ...decisionsOn(ledger, one)],
      ...(after === undefined ? {} : { after }),
    }),
  );

describe('utilisation names the box that is wrong [OCP 30.2] [OCP 17.5]', () => {
  const given = async () => {
    const ledger = new SimulatedLedger(START);
    const one = await received(ledger);
    await decideItems(ledger, one, [1], true);
    return { ledger, one };
  };
  const unknown = { member: 'VN', office: 'HAN', number: '99' };
  const rows: readonly (readonly [string, (one: Issued) => Change, string])[] = [
    ['one nobody issued', () => ({ args: { reference: unknown } }), 'CERTIFICATE_UNKNOWN args.reference'],
    ['by the issuing member', () => ({ by: 'VN:customs' }), 'OTHER_MEMBER args.reference'],
    ['by a third member', () => ({ by: 'TH:customs' }), 'OTHER_MEMBER args.reference'],
    ['without parcels', () => ({ parcels: [] }), 'PARCEL_MISSING parcels'],
    [
      'with a parcel more',
      (one) => ({ parcels: [one.document, balance(one), balance(one)] }),
      'PARCEL_MISSING parcels',
    ],
    ['to no balance', (one) => ({ parcels: [one.document, one.document] }), 'PARCEL_MISSING parcels'],
    [
      'from a balance to itself',
      (one) => ((same) => ({ parcels: [same, same] }))(balance(one)),
      'PARCEL_REUSED parcels',
    ],
    [
      'from a document for other readers',
      (one) => ({ parcels: [{ ...one.document, readers: ['SG'] }, balance(one)] }),
      'PARCEL_READERS parcels',
    ],
    [
      'to a balance for other readers',
      (one) => ({ parcels: [one.document, { ...balance(one), readers: ['VN', 'SG', 'TH'] }] }),
      'PARCEL_READERS parcels',
    ],
    [
      'from a balance that is not the last',
      (one) => ((other) => ({ parcels: [other, balance(one, other)] }))(balance(one)),
      'BALANCE_MISMATCH parcels',
    ],
    [
      'against no declaration',
      (one) => ({ parcels: [one.document, balance(one, one.document, [{ items: [kg(1, '1000')] }])] }),
      'BALANCE_INVALID parcels',
    ],
  ];
  for (const [name, change, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const { ledger, one } = await given();
      expect(await utilise(ledger, one, change(one))).to.equal(refusal);
    });
  }
  it('of a certificate that ended, never came, or of which nothing is decided', async () => {
    const { ledger, one } = await given();
    await step(ledger, one, 'certificate.revoke/1', 'VN:signatory', {}, 'reason');
    expect(await utilise(ledger, one)).to.equal('CERTIFICATE_NOT_VALID args.reference');
    const way = await sent(ledger, { number: '2' });
    expect(await utilise(ledger, way)).to.equal('CERTIFICATE_NOT_RECEIVED args.reference');
    const open = await received(ledger, { number: '3' });
    expect(await utilise(ledger, open)).to.equal('ITEM_NOT_DECIDED args.reference');
    const cumulated = await received(ledger, { number: '4', partialCumulation: true });
    await decideItems(ledger, cumulated, [1], false);
    expect(await utilise(ledger, cumulated)).to.equal('NO_PREFERENCE args.reference');
  });
  it('of items suspended, open, or refused', async () => {
    const { ledger, one } = await given();
    const other: readonly Draw[] = [{ declaration: 'SG-1', items: [kg(2, '200')] }];
    const second = () =>
      utilise(ledger, one, {
        parcels: [one.document, balanceParcel(one, one.document, other, [kg(1, '1200'), kg(2, '1000')])],
      });
    expect(await second()).to.equal('ITEM_NOT_DECIDED parcels');
    await decideItems(ledger, one, [2], false);
    expect(await second()).to.equal('ITEM_NOT_GIVEN parcels');
    const check = { case: 1, items: [1], suspend: true };
    await step(ledger, one, 'case.request-check/1', 'SG:customs', check, 'request');
    expect(await utilise(ledger, one)).to.equal('ITEM_SUSPENDED parcels');
  });
  it('without the decisions that gave the items, as they stand, for the two states', async () => {
    const { ledger, one } = await given();
    const draw = (...decisions: readonly SimulatedParcel[]) =>
      refusalOf(
        ledger.act({
          by: 'SG:customs',
          op: 'certificate.utilise/1',
          args: { reference: one.reference },
          parcels: [one.document, balance(one), ...decisions],
        }),
      );
    const [decision] = decisionsOn(ledger, one);
    if (decision === undefined) throw new Error('nothing decided');
    const forged = parcel('decision', one.reference, decision.readers, decisionOf(one.reference, [1], true));
    expect(await draw()).to.equal('PARCEL_MISSING parcels');
    expect(await draw(decision, decision)).to.equal('PARCEL_MISSING parcels');
    expect(await draw(forged)).to.equal('PARCEL_MISSING parcels');
    expect(await draw({ ...decision, readers: ['SG'] })).to.equal('PARCEL_READERS parcels');
    expect(await draw({ ...decision, box: 'decision VN.HAN.2' })).to.equal('PARCEL_MISSING parcels');
    await decideItems(ledger, one, [2], false);
    expect(await draw(decisionsOn(ledger, one)[1] ?? forged)).to.equal('PARCEL_MISSING parcels');
    expect(await draw(decision)).to.equal('done');
  });
  it('of an item given, whatever of its decision was clarified since', async () => {
    const { ledger, one } = await given();
    const ground = await confirmed(ledger, await decideItems(ledger, one, [2], true), 'VN');
    const clarified = { answers: ground };
    await step(ledger, one, 'certificate.clarify/1', 'VN:signatory', clarified, 'clarification');
    const other: readonly Draw[] = [{ declaration: 'SG-1', items: [kg(2, '200')] }];
    const parcels = [one.document, balanceParcel(one, one.document, other, [kg(1, '1200'), kg(2, '1000')])];
    expect(await utilise(ledger, one, { parcels })).to.equal('done');
  });
  it('before the last act, and by who has not seen it', async () => {
    const { ledger, one } = await given();
    const after = ledger.certificate(one.reference).lastAct;
    expect(await utilise(ledger, one, { after })).to.equal('AFTER_MISMATCH after');
    ledger.now = TOO_EARLY;
    expect(await utilise(ledger, one)).to.equal('TIMESTAMP_BEFORE_LAST_ACT');
  });
  it('once the issuing member has left', async () => {
    const { ledger, one } = await given();
    await departed(ledger, 'VN');
    expect(await utilise(ledger, one)).to.equal('MEMBER_DEPARTED args.reference.member');
  });
  it('is told late after the last day of validity, counted where the goods came in', async () => {
    const { ledger, one } = await given();
    ledger.now = '2027-03-03T16:00:00.000Z';
    const { act } = await ledger.act({
      by: 'SG:customs',
      op: 'certificate.utilise/1',
      args: { reference: one.reference },
      parcels: [one.document, balance(one), ...decisionsOn(ledger, one)],
    });
    expect(act.result).to.include({ late: true });
  });
});
