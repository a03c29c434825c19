import { UsageError } from '../usage-error.js';

/** @throws UsageError unless the text is a date, or a time with its zone */
export function instantOf(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(text))
    throw new UsageError(`${text} is not a time such as 2026-03-14T09:00:00Z`);
  return date;
}

/**
 * Minutes east of UTC of an offset such as `+07:00`.
 * @throws UsageError
 */
export function minutesOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (sign === undefined) throw new UsageError(`${text} is not an offset such as +07:00`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
