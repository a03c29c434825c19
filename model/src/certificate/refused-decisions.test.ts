import { expect } from 'chai';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  confirmed,
  decideItems,
  decisionOf,
  received,
  refusalOf,
  START,
  step,
  type Issued,
  UNKNOWN_PARCEL,
  nameOf,
} from '../simulation/scene.js';
import { decisionOn } from './items.js';

const scene = async (partialCumulation?: true) => {
  const ledger = new SimulatedLedger(START);
  const one = await received(ledger, partialCumulation === undefined ? {} : { partialCumulation });
  return { ledger, one };
};
const presented = '2026-03-03';
const clarify = (ledger: SimulatedLedger, one: Issued, items: readonly number[], answers: string) =>
  step(ledger, one, 'certificate.clarify/1', 'VN:signatory', { answers }, 'clarification', {
    items: items.map((number) => ({ number, clarification: 'as measured' })),
  });
interface Assessed {
  readonly items: readonly number[];
  readonly answers: string;
  readonly given?: boolean;
  readonly day?: string;
}
const reassess = (ledger: SimulatedLedger, one: Issued, { items, answers, given = true, day }: Assessed) => {
  const said = decisionOf(one.reference, items, given, day);
  const args = { items, answers };
  return step(ledger, one, 'certificate.reassess/1', 'SG:customs', args, 'decision', said);
};
const open = (ledger: SimulatedLedger, one: Issued, items: readonly number[]) =>
  step(ledger, one, 'certificate.open-classification/1', 'SG:customs', { items }, 'classification');
const check = (ledger: SimulatedLedger, one: Issued, number: number, item: number, suspend = true) => {
  const args = { case: number, items: [item], suspend };
  return step(ledger, one, 'case.request-check/1', 'SG:customs', args, 'request');
};
const determine = (ledger: SimulatedLedger, one: Issued, number: number) =>
  step(ledger, one, 'case.determine-check/1', 'SG:customs', { case: number }, 'determination');

describe('decide names the box that is wrong [OCP 13.2] [OCP 14(a)] [OCP 16.3] [reading PC]', () => {
  const rows: readonly (readonly [string, readonly number[], string, string])[] = [
    ['an item beside one that is there', [1, 3], presented, 'ITEM_UNKNOWN args.items'],
    ['a day that does not exist', [1], '2026-02-30', 'PRESENTED_DATE parcels[0].presentedOn'],
    ['the day before issue', [1], '2026-03-02', 'PRESENTED_DATE parcels[0].presentedOn'],
    ['tomorrow', [1], '2026-03-04', 'PRESENTED_DATE parcels[0].presentedOn'],
  ];
  for (const [name, items, day, refusal] of rows) {
    it(`${name}: ${refusal}`, async () => {
      const { ledger, one } = await scene();
      expect(await refusalOf(decideItems(ledger, one, items, false, day))).to.equal(refusal);
    });
  }
  it('preference for goods under cumulation, or presented late', async () => {
    const cumulated = await scene(true);
    expect(await refusalOf(decideItems(cumulated.ledger, cumulated.one, [1], true))).to.equal(
      'NO_PREFERENCE parcels[0].items',
    );
    const { ledger, one } = await scene();
    ledger.now = '2027-03-04T05:00:00.000Z';
    expect(await refusalOf(decideItems(ledger, one, [1], true, '2027-03-04'))).to.equal(
      'PRESENTED_LATE parcels[0].presentedOn',
    );
  });
  it('items decided, clarified, or suspended while their own case is open', async () => {
    const { ledger, one } = await scene();
    const refused = await decideItems(ledger, one, [1], false);
    const decide = (item: number) => refusalOf(decideItems(ledger, one, [item], true));
    expect(await decide(1)).to.equal('ITEM_DECIDED args.items');
    await clarify(ledger, one, [1], await confirmed(ledger, refused, 'VN'));
    expect(await decide(1)).to.equal('ITEM_DECIDED args.items');
    await check(ledger, one, 1, 2);
    expect(await decide(2)).to.equal('ITEM_SUSPENDED args.items');
    await check(ledger, one, 2, 1, false);
    await determine(ledger, one, 2);
    expect(await decide(2)).to.equal('ITEM_SUSPENDED args.items');
    // Another's case keeps no item waiting.
    await determine(ledger, one, 1);
    await check(ledger, one, 3, 1, false);
    expect(await decide(2)).to.equal('done');
  });
  it('[OCP 18(c)] an item under a case that suspended nothing is decided meanwhile', async () => {
    const { ledger, one } = await scene();
    await check(ledger, one, 1, 1, false);
    expect(await refusalOf(decideItems(ledger, one, [1], true))).to.equal('done');
  });
  it('[OCP 17.5] says whose act it was and when, and the same whatever was decided', async () => {
    const { ledger, one } = await scene();
    const said = await decideItems(ledger, one, [2], true);
    const { lastAct, decisions } = ledger.reception(one.reference);
    expect(decisions).to.deep.equal([{ act: lastAct, at: START, parcel: nameOf(ledger, said), items: [2] }]);
    expect(ledger.reception(one.reference).utilised).to.equal(false);
  });
});

describe('clarify names the box that is wrong [OCP 13.4] [OCP 30.4]', () => {
  it('items that the decision did not refuse, and a decision not received or not on record', async () => {
    const { ledger, one } = await scene();
    const said = await decideItems(ledger, one, [1], false);
    const clarified = (items: readonly number[], answers = nameOf(ledger, said)) =>
      refusalOf(clarify(ledger, one, items, answers));
    expect(await clarified([1])).to.equal('PARCEL_NOT_RECEIVED args.answers');
    expect(await clarified([1], UNKNOWN_PARCEL)).to.equal('ITEM_NOT_DECIDED args.answers');
    await confirmed(ledger, said, 'VN');
    const other = await confirmed(ledger, await decideItems(ledger, one, [2], true), 'VN');
    expect(await clarified([2])).to.equal('ITEM_NOT_DECIDED parcels[0].items');
    expect(await clarified([2], other)).to.equal('ITEM_NOT_DECIDED parcels[0].items');
    expect(await clarified([1])).to.equal('done');
  });
  it('[OCP 17.5] a decision that refused nothing is answered too, so that an answer tells nobody else', async () => {
    const { ledger, one } = await scene();
    const given = await confirmed(ledger, await decideItems(ledger, one, [1], true), 'VN');
    const refused = await confirmed(ledger, await decideItems(ledger, one, [2], false), 'VN');
    expect(await refusalOf(clarify(ledger, one, [], given))).to.equal('done');
    expect(await refusalOf(clarify(ledger, one, [2], refused))).to.equal('done');
    const [noted, clarified] = ledger.certificate(one.reference).clarifications ?? [];
    expect(Object.keys(noted ?? {})).to.deep.equal(Object.keys(clarified ?? {}));
  });
  it('one item after the other: each clarification stands, and the decision on the other stays as it was', async () => {
    const { ledger, one } = await scene();
    const answers = await confirmed(ledger, await decideItems(ledger, one, [1, 2], false), 'VN');
    const first = await confirmed(ledger, await clarify(ledger, one, [1], answers), 'SG');
    const before = decisionOn(ledger.reception(one.reference), 2);
    await reassess(ledger, one, { items: [1], answers: first });
    expect(decisionOn(ledger.reception(one.reference), 2)).to.deep.equal({ ...before, items: [2] });
    const second = await confirmed(ledger, await clarify(ledger, one, [2], answers), 'SG');
    expect(ledger.certificate(one.reference).clarifications?.map(({ parcel }) => parcel)).to.deep.equal([
      first,
      second,
    ]);
    expect(await refusalOf(reassess(ledger, one, { items: [2], answers: second }))).to.equal('done');
  });
});

describe('reassess names the box that is wrong [OCP 13.4] [OCP 30.4]', () => {
  it('items unknown, not all clarified, and a day it cannot have been presented', async () => {
    const { ledger, one } = await scene();
    const ground = await confirmed(ledger, await decideItems(ledger, one, [1, 2], false), 'VN');
    const answers = await confirmed(ledger, await clarify(ledger, one, [1], ground), 'SG');
    const assessed = (args: object) => refusalOf(reassess(ledger, one, { items: [1], answers, ...args }));
    expect(await assessed({ items: [1, 3] })).to.equal('ITEM_UNKNOWN args.items');
    expect(await assessed({ items: [1, 2] })).to.equal('ITEM_NOT_CLARIFIED parcels[0].items');
    expect(await assessed({ day: '2026-03-04' })).to.equal('PRESENTED_DATE parcels[0].presentedOn');
    expect(await assessed({})).to.equal('done');
  });
  it('[OCP 17.5] what was given is confirmed or left, never taken back', async () => {
    const { ledger, one } = await scene();
    const ground = await confirmed(ledger, await decideItems(ledger, one, [1], true), 'VN');
    const answers = await confirmed(ledger, await clarify(ledger, one, [], ground), 'SG');
    const assessed = (given: boolean) => refusalOf(reassess(ledger, one, { items: [1], answers, given }));
    expect(await assessed(false)).to.equal('ITEM_DECIDED parcels[0].items');
    expect(await assessed(true)).to.equal('done');
  });
  it('a clarification of other items, of an earlier decision, or not received', async () => {
    const { ledger, one } = await scene();
    const ground = await confirmed(ledger, await decideItems(ledger, one, [1, 2], false), 'VN');
    const first = await clarify(ledger, one, [1], ground);
    const second = await confirmed(ledger, await clarify(ledger, one, [2], ground), 'SG');
    const assessed = (items: readonly number[], answers: string, given = true) =>
      refusalOf(reassess(ledger, one, { items, answers, given }));
    expect(await assessed([1], nameOf(ledger, first))).to.equal('PARCEL_NOT_RECEIVED args.answers');
    await confirmed(ledger, first, 'SG');
    expect(await assessed([1], second)).to.equal('ITEM_NOT_CLARIFIED parcels[0].items');
    expect(await assessed([1, 2], second)).to.equal('ITEM_NOT_CLARIFIED parcels[0].items');
    expect(await assessed([1], UNKNOWN_PARCEL)).to.equal('ITEM_NOT_CLARIFIED args.answers');
    const again = await reassess(ledger, one, { items: [1], answers: nameOf(ledger, first), given: false });
    await clarify(ledger, one, [1], await confirmed(ledger, again, 'VN'));
    expect(await assessed([1], nameOf(ledger, first))).to.equal('ITEM_NOT_CLARIFIED args.answers');
  });
});

describe('classification left open [OCP 16.2] [axis preference]', () => {
  it('of items that are there and pending, each once and in order', async () => {
    const { ledger, one } = await scene();
    expect(await refusalOf(open(ledger, one, [2, 3]))).to.equal('ITEM_UNKNOWN args.items');
    await open(ledger, one, [2]);
    await open(ledger, one, [1]);
    expect(ledger.reception(one.reference).classificationOpen).to.deep.equal([1, 2]);
    expect(await refusalOf(open(ledger, one, [1]))).to.equal('ITEM_DECIDED args.items');
  });
  it('not of items of which one is decided', async () => {
    const { ledger, one } = await scene();
    await decideItems(ledger, one, [1], false);
    expect(await refusalOf(open(ledger, one, [1, 2]))).to.equal('ITEM_DECIDED args.items');
  });
});

describe('late acceptance names the box that is wrong [OCP 14(b)] [OCP 14(c)]', () => {
  const rows: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ ground: 'FORCE_MAJEURE', presentedOn: '2027-03-11' }, 'PRESENTED_DATE parcels[0].presentedOn'],
    [{ ground: 'FORCE_MAJEURE', presentedOn: '2027-03-03' }, 'PRESENTED_IN_TIME parcels[0].presentedOn'],
    [{ ground: 'FORCE_MAJEURE', imported: '2027-03-06' }, 'REQUEST_CLAIMS parcels[0].imported'],
    [{ ground: 'FORCE_MAJEURE', imported: '2027-03-05' }, 'done'],
    [{ ground: 'IMPORTED_IN_TIME', imported: '2027-03-04' }, 'IMPORTED_LATE parcels[0].imported'],
  ];
  for (const [args, refusal] of rows) {
    it(`${JSON.stringify(args)}: ${refusal}`, async () => {
      const { ledger, one } = await scene();
      ledger.now = '2027-03-10T05:00:00.000Z';
      const said = { presentedOn: '2027-03-05', cause: 'a storm', ...args };
      expect(
        await refusalOf(step(ledger, one, 'certificate.accept-late/1', 'SG:customs', {}, 'cause', said)),
      ).to.equal(refusal);
    });
  }
});
