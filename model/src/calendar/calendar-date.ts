/**
 * Calendar dates `YYYY-MM-DD` in the time zone of the acting member (rulebook 4.10): no clock, no locale.
 */

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

export type CalendarDate = string;

/** Whether the text is a date that exists. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = PATTERN.exec(text) ?? [];
  return day !== undefined && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month, 1 to 12; none of any other. */
function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** The calendar date of an instant for a member at `utcOffsetMinutes` east of UTC. */
export function calendarDateAt(epochMilliseconds: number, utcOffsetMinutes: number): CalendarDate {
  return new Date(epochMilliseconds + utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
}

/**
 * The date so many months later: periods in months and years end on the same day number, the last day of the
 * month where there is none (29 February, then 28 February).
 */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const total = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(total / 12);
  const targetMonth = (total % 12) + 1;
  const lastDay = new Date(Date.UTC(targetYear, targetMonth, 0)).getUTCDate();
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${pad(targetYear, 4)}-${pad(targetMonth, 2)}-${pad(Math.min(day, lastDay), 2)}`;
}

/** The date so many days later: days count from the next day, the last included (rulebook 4.10). */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
