/** How a reader of the rulebook counts days, by hand: nothing of the production code's calendar. */

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Whether it may be done now, after what was done then: clocks of two states may be half an hour apart. */
export const mayFollow = (now: number, then: number): boolean => now >= then - 30 * MINUTE;

/** The day's number since 1970, where it is so many minutes later than in Greenwich. */
export const dayNumber = (time: number, minutesEast: number): number =>
  Math.floor((time + minutesEast * MINUTE) / DAY);

/** A day by its number, as `2026-03-03`. */
export const written = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The same day so many months on, or the last of its month. */
export function monthsOn(day: number, months: number): number {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / DAY;
}
