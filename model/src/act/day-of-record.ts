import { calendarDateAt, type CalendarDate } from '../calendar/calendar-date.js';
import { OriginError } from '../errors/origin-error.js';
import type { ErrorCode } from '../errors/registry.js';

/** So long after its signing a request is on its way; later, one signed on an earlier day is an old one. */
const ON_THE_WAY_MINUTES = 15;

/** When an act is recorded, when its signer says that he signed, and where its days are counted. */
export interface Recorded {
  /** Timestamp of the transaction, RFC 3339. */
  readonly at: string;
  /** `iat` of the request, seconds since 1970: its signer's own word. */
  readonly iat: number;
  /** Minutes east of UTC of the acting member. */
  readonly utcOffsetMinutes: number;
}

/**
 * A legal date that an act sets is the day it is recorded, in the acting member's zone. What the request says of it, or of
 * its own signing, never moves it: who signs late and dates back, or holds a signed request, is told to sign anew.
 * @param box where the request states the date
 * @param wrong the refusal of a date that is neither the day of signing nor that of record
 * @throws OriginError SIGNED_ANOTHER_DAY, or `wrong`
 */
export function checkDayOfRecord(
  stated: CalendarDate,
  { at, iat, utcOffsetMinutes }: Recorded,
  box: string,
  wrong: ErrorCode,
): void {
  const recorded = Date.parse(at);
  const today = calendarDateAt(recorded, utcOffsetMinutes);
  const signed = calendarDateAt(iat * 1000, utcOffsetMinutes);
  const old = recorded - iat * 1000 > ON_THE_WAY_MINUTES * 60_000;
  if (signed !== today && (old || stated === signed))
    throw new OriginError('SIGNED_ANOTHER_DAY', { boxes: [box], stage: 'contract' });
  if (stated !== today) throw new OriginError(wrong, { boxes: [box], stage: 'contract' });
}
