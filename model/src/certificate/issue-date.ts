import { addMonths, type CalendarDate } from '../calendar/calendar-date.js';
import { OriginError } from '../errors/origin-error.js';
import { holds } from '../rule/rule.js';

/** OCP 14(a): a proof is submitted within twelve months from its issue, the last day included. */
export const validityEnd = holds(
  ['OCP 14(a)', 'reading dates'],
  (issued: CalendarDate, months: number): CalendarDate => addMonths(issued, months),
);

/** OCP 10: issued after the declared departure. Issue on that day is not retroactive. */
export const isRetroactive = holds(
  ['OCP 10.1', 'reading departure'],
  (issued: CalendarDate, departure: CalendarDate): boolean => issued > departure,
);

/** What breaks OCP 10, if anything does. */
export const retroactiveProblem = holds(
  ['OCP 10.1', 'OCP 10.2', 'note 14'],
  (
    certificate: {
      readonly issued: CalendarDate;
      readonly departure: CalendarDate;
      readonly retroactive: boolean;
    },
    months: number,
  ): 'RETROACTIVE_FLAG' | 'RETROACTIVE_LATE' | undefined => {
    const late = isRetroactive(certificate.issued, certificate.departure);
    if (late !== certificate.retroactive) return 'RETROACTIVE_FLAG';
    return late && certificate.issued > addMonths(certificate.departure, months)
      ? 'RETROACTIVE_LATE'
      : undefined;
  },
);

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
  months = 12,
): void {
  const problem = retroactiveProblem(certificate, months);
  if (problem === undefined) return;
  const member = problem === 'RETROACTIVE_FLAG' ? 'retroactive' : 'departure';
  throw new OriginError(problem, { boxes: [`${box}.${member}`], stage: 'contract' });
}
