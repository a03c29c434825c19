import { expect } from 'chai';
import type { ImportingCase } from '../certificate/records.js';
import { determinationProblems } from './case-contents.js';
import { isOpen, latestDetermination } from './case-state.js';

/** What was said at an hour of the day, under a commitment that names it. */
const said = (hour: number) => ({
  act: 'act',
  at: `2026-03-03T${String(hour).padStart(2, '0')}:00:00.000Z`,
  parcel: `said at ${hour}`,
});
const checkOf = (number: number, items: readonly number[], determined?: number): ImportingCase => ({
  ...{ number, kind: 'check' as const, items: [...items], opened: said(0) },
  ...(determined === undefined ? {} : { determined: said(determined) }),
});
const visitOf = (
  number: number,
  follows: number,
  items: readonly number[],
  determined?: number,
  final?: number,
): ImportingCase => ({
  ...checkOf(number, items, determined),
  ...{ kind: 'visit', follows },
  ...(final === undefined ? {} : { final: said(final) }),
});

describe('the latest determination on an item [OCP 19.8] [OCP 18(d)]', () => {
  const rows: readonly (readonly [string, readonly ImportingCase[] | undefined, string | undefined])[] = [
    ['without any case', undefined, undefined],
    ['with a case that is open', [checkOf(1, [1])], undefined],
    ['with a case on other items', [checkOf(1, [2], 5)], undefined],
    ['with a case on it among others', [checkOf(1, [2, 1], 5)], 'said at 5'],
    ['with a later one', [checkOf(1, [1], 5), checkOf(2, [1], 6)], 'said at 6'],
    [
      'with a later one of a case that was opened before',
      [checkOf(1, [1], 7), checkOf(2, [1], 6)],
      'said at 7',
    ],
    ['with a later one on other items', [checkOf(1, [1], 5), checkOf(2, [2], 6)], 'said at 5'],
    [
      'with a final one, which stands for that before it',
      [visitOf(2, 1, [1], 5, 8), checkOf(3, [1], 7)],
      'said at 8',
    ],
  ];
  for (const [name, cases, parcel] of rows) {
    it(`${name}: ${parcel ?? 'none'}`, () => {
      expect(latestDetermination(cases, 1)).to.equal(parcel);
    });
  }
});

describe('a case is open [OCP 18(c)] [OCP 19.8]', () => {
  const check = checkOf(1, [1]);
  const rows: readonly (readonly [string, readonly ImportingCase[], boolean])[] = [
    ['until its determination', [check], true],
    ['while the visit that follows it is open', [check, visitOf(2, 1, [1])], true],
    ['until that visit is determined', [check, visitOf(2, 1, [1], 5)], false],
    ['whatever is determined in a visit that follows another', [check, visitOf(3, 2, [1], 5)], true],
  ];
  for (const [name, all, open] of rows) {
    it(`${name}: ${open ? 'open' : 'closed'}`, () => {
      expect(isOpen(check, all)).to.equal(open);
    });
  }
  it('not once it was determined itself', () => {
    expect(isOpen(checkOf(1, [1], 5))).to.equal(false);
  });
});

describe('a determination [OCP 18(d)] [OCP 19.7]', () => {
  const salt = 'A'.repeat(43);
  for (const [originating, grounds, problems] of [
    [true, [], []],
    [false, ['the criterion'], []],
    [false, [], ['grounds']],
  ] as const) {
    it(`${originating ? '' : 'not '}originating, ${grounds.length} grounds: ${problems.join() || 'in order'}`, () => {
      expect(determinationProblems({ salt, originating, grounds })).to.deep.equal(problems);
    });
  }
});
