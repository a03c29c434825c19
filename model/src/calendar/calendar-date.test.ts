import { expect } from 'chai';
import { addMonths, calendarDateAt, isCalendarDate } from './calendar-date.js';

describe('calendar dates', () => {
  for (const [text, exists] of [
    ['2026-03-10', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2026-04-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-03-00', false],
    ['2026-3-1', false],
    ['2026-03-10T00:00:00Z', false],
    ['', false],
  ] as const) {
    it(`${exists ? 'knows' : 'refuses'} "${text}"`, () => {
      expect(isCalendarDate(text)).to.equal(exists);
    });
  }

  it('knows the days that a clock knows', () => {
    for (let time = Date.UTC(1999, 0, 1); time < Date.UTC(2005, 0, 1); time += 86_400_000)
      expect(isCalendarDate(new Date(time).toISOString().slice(0, 10)), String(time)).to.equal(true);
    for (let month = 1; month <= 12; month++) {
      const last = new Date(Date.UTC(2026, month, 0)).getUTCDate();
      expect(isCalendarDate(`2026-${String(month).padStart(2, '0')}-${last + 1}`)).to.equal(false);
    }
  });

  for (const [from, months, to] of [
    ['2026-03-10', 12, '2027-03-10'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2026-12-01', 12, '2027-12-01'],
  ] as const) {
    it(`${months} months after ${from} is ${to}`, () => {
      expect(addMonths(from, months)).to.equal(to);
    });
  }

  it('takes the day of the member’s zone', () => {
    const late = Date.parse('2026-03-10T17:00:00.000Z');
    expect(calendarDateAt(late - 1, 420)).to.equal('2026-03-10');
    expect(calendarDateAt(late, 420)).to.equal('2026-03-11');
    expect(calendarDateAt(late, 0)).to.equal('2026-03-10');
    expect(calendarDateAt(Date.parse('2026-03-10T02:00:00.000Z'), -300)).to.equal('2026-03-09');
  });
});
