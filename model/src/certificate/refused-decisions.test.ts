import { expect } from 'chai';
import { SimulatedLedger } from '../simulation/ledger.js';
import {
  confirmed,
  decideItems,
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
  step(ledger, one, 'certificate.clarify/1', 'VN:signatory', { items, answers }, 'clarification');
const reassess = (ledger: SimulatedLedger, one: Issued, args: Readonly<Record<string, unknown>>) =>
  step(ledger, one, 'certificate.reassess/1', 'SG:customs', { presented, given: true, ...args }, 'decision');
const open = (ledger: SimulatedLedger, one: Issued, items: readonly number[]) =>
  step(ledger, one, 'certificate.open-classification/1', 'SG:customs', { items }, 'classification');
const check = (ledger: SimulatedLedger, one: Issued, number: number, item: number, suspend = true) => {
  const args = { case: number, items: [item], random: true, suspend };
  return step(ledger, one, 'case.request-check/1', 'SG:customs', args, 'request');
};
const determine = (ledger: SimulatedLedger, one: Issued, number: number) =>
  step(ledger, one, 'case.determine-check/1', 'SG:customs', { case: number }, 'determination');

describe('decide names the box that is wrong [OCP 13.2] [OCP 14(a)] [OCP 16.3] [reading PC]', () => {
  const rows: readonly (readonly [string, readonly number[], string, string])[] = [
    ['an item beside one that is there', [1, 3], presented, 'ITEM_UNKNOWN args.items'],
    ['a day that does not exist', [1], '2026-02-30', 'PRESENTED_DATE args.presented'],
    ['the day before issue', [1], '2026-03-02', 'PRESENTED_DATE args.presented'],
    ['tomorrow', [1], '2026-03-04', 'PRESENTED_DATE args.presented'],
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
      'NO_PREFERENCE args.given',
    );
    const { ledger, one } = await scene();
    ledger.now = '2027-03-04T05:00:00.000Z';
    expect(await refusalOf(decideItems(ledger, one, [1], true, '2027-03-04'))).to.equal(
      'PRESENTED_LATE args.presented',
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
  it('[reading cancel] what was utilised once stays so, whatever is decided next', async () => {
    const { ledger, one } = await scene();
    await decideItems(ledger, one, [1], true);
    await decideItems(ledger, one, [2], false);
    expect(ledger.reception(one.reference).utilised).to.equal(true);
  });
  it('says whose act it was, when, and of which presentation', async () => {
    const { ledger, one } = await scene();
    const said = await decideItems(ledger, one, [2], true);
    const { lastAct, decisions } = ledger.reception(one.reference);
    expect(decisions).to.deep.equal([
      { act: lastAct, at: START, parcel: nameOf(ledger, said), items: [2], presented, given: true },
    ]);
  });
});

describe('clarify names the box that is wrong [OCP 13.4] [OCP 30.4]', () => {
  it('items unknown, decided otherwise or not at all, and a decision not received', async () => {
    const { ledger, one } = await scene();
    const said = await decideItems(ledger, one, [1], false);
    const clarified = (items: readonly number[], answers = nameOf(ledger, said)) =>
      refusalOf(clarify(ledger, one, items, answers));
    expect(await clarified([1, 3])).to.equal('ITEM_UNKNOWN args.items');
    expect(await clarified([1, 2])).to.equal('ITEM_NOT_DECIDED args.items');
    expect(await clarified([1])).to.equal('PARCEL_NOT_RECEIVED args.answers');
    const other = await confirmed(ledger, await decideItems(ledger, one, [2], false), 'VN');
    expect(await clarified([1], other)).to.equal('ITEM_NOT_DECIDED args.items');
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
    expect(await assessed({ items: [1, 2] })).to.equal('ITEM_NOT_CLARIFIED args.items');
    expect(await assessed({ presented: '2026-03-04' })).to.equal('PRESENTED_DATE args.presented');
    expect(await assessed({})).to.equal('done');
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
    expect(await assessed([1], second)).to.equal('ITEM_NOT_CLARIFIED args.answers');
    expect(await assessed([1, 2], second)).to.equal('ITEM_NOT_CLARIFIED args.answers');
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
  const rows: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ ground: 'FORCE_MAJEURE', presented: '2027-03-11' }, 'PRESENTED_DATE args.presented'],
    [{ ground: 'FORCE_MAJEURE', presented: '2027-03-03' }, 'PRESENTED_IN_TIME args.presented'],
    [{ ground: 'FORCE_MAJEURE', imported: '2027-03-06' }, 'REQUEST_CLAIMS args.imported'],
    [{ ground: 'FORCE_MAJEURE', imported: '2027-03-05' }, 'done'],
    [{ ground: 'IMPORTED_IN_TIME', imported: '2027-03-04' }, 'IMPORTED_LATE args.imported'],
  ];
  for (const [args, refusal] of rows) {
    it(`${JSON.stringify(args)}: ${refusal}`, async () => {
      const { ledger, one } = await scene();
      ledger.now = '2027-03-10T05:00:00.000Z';
      const said = { presented: '2027-03-05', ...args };
      expect(
        await refusalOf(step(ledger, one, 'certificate.accept-late/1', 'SG:customs', said, 'cause')),
      ).to.equal(refusal);
    });
  }
});
