import { addMonths, calendarDateAt, type CalendarDate } from '../calendar/calendar-date.js';
import { OriginError } from '../errors/origin-error.js';

/** OCP 14a: a proof is submitted within twelve months from its issue, the last day included. */
export const validityEnd = (issued: CalendarDate, months: number): CalendarDate => addMonths(issued, months);

/**
 * The date of issue is the calendar day of signing in the issuing member's zone (rulebook 4.10): nobody dates
 * back to escape the retroactive mark.
 * @throws OriginError ISSUE_DATE
 */
export function checkIssueDate(
  issued: CalendarDate,
  signedAtSeconds: number,
  utcOffsetMinutes: number,
  box: string,
): void {
  if (issued !== calendarDateAt(signedAtSeconds * 1000, utcOffsetMinutes)) {
    throw new OriginError('ISSUE_DATE', { boxes: [`${box}.issued`], stage: 'contract' });
  }
}

/**
 * OCP 10: issued at or before shipment; after the declared departure only marked "Issued Retroactively", and
 * within one year of it. Issue on the day of departure is not retroactive.
 * @throws OriginError RETROACTIVE_FLAG, RETROACTIVE_LATE
 */
export function checkRetroactive(
  certificate: {
    readonly issued: CalendarDate;
    readonly departure: CalendarDate;
    readonly retroactive: boolean;
  },
  box: string,
): void {
  const late = certificate.issued > certificate.departure;
  if (late !== certificate.retroactive)
    throw new OriginError('RETROACTIVE_FLAG', { boxes: [`${box}.retroactive`], stage: 'contract' });
  if (late && certificate.issued > addMonths(certificate.departure, 12)) {
    throw new OriginError('RETROACTIVE_LATE', { boxes: [`${box}.departure`], stage: 'contract' });
  }
}
