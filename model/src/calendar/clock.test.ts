import { expect } from 'chai';
import { addDays } from './calendar-date.js';
import { dueDate, isOverdue, type ClockName } from './clock.js';

const HANOI = 7 * 60;
const SINGAPORE = 8 * 60;

describe('clocks [clock start] [clock 180] [reading dates] [reading overdue]', () => {
  const rows: readonly (readonly [string, ClockName, string, number, string])[] = [
    [
      '[OCP 30.3] [OCP 13.2] [OCP 13.3] refusal',
      'refusal',
      '2026-03-01T02:00:00.000Z',
      SINGAPORE,
      '2026-04-30',
    ],
    ['[OCP 18(b)] reply to a check', 'checkReply', '2026-03-01T02:00:00.000Z', HANOI, '2026-05-30'],
    ['[OCP 18(d)] the whole check', 'check', '2026-03-01T02:00:00.000Z', SINGAPORE, '2026-08-28'],
    ['[OCP 19.5] consent', 'consent', '2026-01-31T02:00:00.000Z', HANOI, '2026-03-02'],
    ['[OCP 19.6] the visit', 'visit', '2026-03-01T02:00:00.000Z', SINGAPORE, '2026-04-30'],
    ['[OCP 19.9] comments', 'comments', '2026-03-01T02:00:00.000Z', HANOI, '2026-03-31'],
    [
      '[OCP 19.9] final determination',
      'finalDetermination',
      '2026-12-31T02:00:00.000Z',
      SINGAPORE,
      '2027-01-30',
    ],
    ['[OCP 19.10] the whole visit', 'wholeVisit', '2027-12-01T02:00:00.000Z', SINGAPORE, '2028-05-29'],
    [
      'late in the evening of UTC it is the next day',
      'consent',
      '2026-03-01T18:00:00.000Z',
      HANOI,
      '2026-04-01',
    ],
  ];
  for (const [name, clock, from, zone, due] of rows) {
    it(`${name}: from ${from} until ${due}`, () => {
      expect(dueDate(clock, from, zone)).to.equal(due);
    });
  }
  it('includes the whole last day, and no minute more', () => {
    const from = '2026-03-01T02:00:00.000Z';
    expect(isOverdue('consent', from, '2026-03-31T16:59:59.999Z', HANOI)).to.equal(false);
    expect(isOverdue('consent', from, '2026-03-31T17:00:00.000Z', HANOI)).to.equal(true);
  });
  it('[OCP 19.6] runs longer when the members agreed', () => {
    expect(dueDate('visit', '2026-03-01T02:00:00.000Z', SINGAPORE, 30)).to.equal('2026-05-30');
  });
  it('counts days over a leap day', () => {
    expect(addDays('2028-02-28', 1)).to.equal('2028-02-29');
    expect(addDays('2028-02-28', 2)).to.equal('2028-03-01');
    expect(addDays('2026-12-31', 365)).to.equal('2027-12-31');
  });
});
