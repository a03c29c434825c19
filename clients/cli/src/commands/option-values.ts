import {
  Audience,
  isCalendarDate,
  MemberCode,
  ParcelName,
  parseReference,
  validatorOf,
} from '@origin-ledger/model';
import { UsageError } from '../usage-error.js';

const parcels = validatorOf(ParcelName);
const codes = validatorOf(MemberCode);
const audiences = validatorOf(Audience);

/**
 * The name of a certificate, as an argument.
 * @throws UsageError
 */
export function referenceOf(text: string): string {
  if (parseReference(text) === undefined)
    throw new UsageError(`${shown(text)} is no reference such as VN.HAN.26-000123`);
  return text;
}

/**
 * The code of a member.
 * @throws UsageError
 */
export function memberOf(text: string): string {
  if (!codes.is(text)) throw new UsageError(`${shown(text)} is no code of a member, such as VN`);
  return text;
}

export const isParcelName = (text: string): boolean => parcels.is(text);

/**
 * What can be delivered again: a parcel by its name, or a certificate.
 * @throws UsageError
 */
export function parcelOrReferenceOf(text: string): string {
  return isParcelName(text) ? text : referenceOf(text);
}

/**
 * The name of a parcel, as an argument.
 * @throws UsageError
 */
export function parcelNameOf(text: string): string {
  if (!isParcelName(text))
    throw new UsageError(`${shown(text)} is no parcel: see "co parcels", which lists them by name`);
  return text;
}

/**
 * A network, as its gateways name it: channel and hash of block 0.
 * @throws UsageError
 */
export function audienceOf(text: string): string {
  if (!audiences.is(text))
    throw new UsageError(`${shown(text)} is no network: see "audience" in the gateway's /v1/network`);
  return text;
}

/**
 * A day of the calendar.
 * @throws UsageError
 */
export function dateOf(text: string): string {
  if (!isCalendarDate(text)) throw new UsageError(`${shown(text)} is no date such as 2026-03-14`);
  return text;
}

/**
 * What somebody says in words.
 * @throws UsageError when it is blank
 */
export function wordsOf(text: string): string {
  if (text.trim() === '') throw new UsageError('the reason is empty: state it, its reader sees nothing else');
  return text;
}

const LONGEST_SHOWN = 80;
const shown = (text: string): string =>
  text === '' ? 'nothing' : text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;

/** @throws UsageError unless the text is a date, or a time with its zone */
export function instantOf(text: string): Date {
  const date = new Date(text);
  const isTime = /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  if (!isTime || !isCalendarDate(text.slice(0, 10)) || Number.isNaN(date.getTime()))
    throw new UsageError(`${text} is not a time such as 2026-03-14T09:00:00Z`);
  return date;
}

/**
 * Minutes east of UTC of an offset such as `+07:00`.
 * @throws UsageError
 */
export function minutesOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(0\d|1[0-4]):([0-5]\d)$/.exec(text) ?? [];
  if (sign === undefined) throw new UsageError(`${text} is not an offset such as +07:00`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
