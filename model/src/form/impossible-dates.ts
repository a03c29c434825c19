import { isCalendarDate } from '../calendar/calendar-date.js';
import type { DraftDocument } from './draft.js';

/** Boxes with a date that does not exist, such as 30 February; what is missing is judged elsewhere. */
export function impossibleDates({
  transport,
  declaration,
  certification,
  flags,
  items,
}: DraftDocument): string[] {
  const dates: (readonly [string, string | undefined])[] = [
    ['transport.departure', transport?.departure],
    ['declaration.date', declaration?.date],
    ['certification.date', certification?.date],
    ...(flags?.backToBack?.originals ?? []).map(
      ({ date }, index) => [`flags.backToBack.originals[${index}].date`, date] as const,
    ),
    ...(items ?? []).flatMap(({ invoices }, index) =>
      (invoices ?? []).map(({ date }, at) => [`items[${index}].invoices[${at}].date`, date] as const),
    ),
  ];
  return dates.filter(([, date]) => date !== undefined && !isCalendarDate(date)).map(([path]) => path);
}
