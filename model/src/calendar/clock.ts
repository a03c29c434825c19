import { holds } from '../rule/rule.js';
import type { RuleId } from '../rule/catalogue.js';
import { addDays, calendarDateAt, type CalendarDate } from './calendar-date.js';

/** The clocks of the procedures: how long, and whose zone counts the days. */
export const clocks = {
  /** Grounds of a refusal to the issuing authority, from receipt of the certificate. */
  refusal: { days: 60, of: 'importing' },
  /** Reply to a retroactive check, from receipt of its request. */
  checkReply: { days: 90, of: 'exporting' },
  /** The whole check, from its request. */
  check: { days: 180, of: 'importing' },
  /** Consent to a visit, from receipt of its notice. */
  consent: { days: 30, of: 'exporting' },
  /** The visit itself, from receipt of its notice by the authority. */
  visit: { days: 60, of: 'importing' },
  /** Comments on a determination, from its receipt. */
  comments: { days: 30, of: 'exporting' },
  /** The final determination, from receipt of the comments. */
  finalDetermination: { days: 30, of: 'importing' },
  /** The whole visit, from its notice. */
  wholeVisit: { days: 180, of: 'importing' },
} as const satisfies Readonly<Record<string, { days: number; of: 'importing' | 'exporting' }>>;

export type ClockName = keyof typeof clocks;

const RULES = [
  'OCP 13.2',
  'OCP 13.3',
  'OCP 30.3',
  'OCP 18(b)',
  'OCP 18(d)',
  'OCP 19.5',
  'OCP 19.6',
  'OCP 19.9',
  'OCP 19.10',
  'clock start',
  'clock 180',
  'reading dates',
] as const satisfies readonly RuleId[];

/**
 * The last day of a clock that started at an instant: calendar days in the zone of the member that must act, from
 * the next day, the last included.
 * @param startedAt timestamp of the transaction it starts with, RFC 3339
 */
export const dueDate = holds(
  RULES,
  (clock: ClockName, startedAt: string, utcOffsetMinutes: number, extraDays = 0): CalendarDate =>
    addDays(calendarDateAt(Date.parse(startedAt), utcOffsetMinutes), clocks[clock].days + extraDays),
);

/**
 * Whether a clock has run out: a flag that is shown. Nothing happens by itself, a late act stands and is marked.
 * @param at the act's timestamp, or now while nothing has been done
 */
export const isOverdue = holds(
  ['reading overdue', 'OCP 19.5'],
  (clock: ClockName, startedAt: string, at: string, utcOffsetMinutes: number, extraDays = 0): boolean =>
    calendarDateAt(Date.parse(at), utcOffsetMinutes) > dueDate(clock, startedAt, utcOffsetMinutes, extraDays),
);
