import { Type, type Static } from 'typebox';
import { calendarDateAt, type CalendarDate } from '../calendar/calendar-date.js';
import { canonicalText } from '../canonical/canonical-json.js';
import { commitmentOf } from '../canonical/digest.js';
import { holds } from '../rule/rule.js';
import {
  ActIdText,
  CalendarDateText,
  closed,
  ExporterCode,
  growing,
  Instant,
  MemberCode,
  PartyCode,
  Sha256Text,
} from '../validation/vocabulary.js';

/**
 * Joins an entry of the register to the code under which its exporter's keys stand, for those who are told the salt:
 * the register names the exporter to all authorities, a declaration on the ledger only a code.
 * @param exporter `member.code` of the entry
 * @param party the code: `iss` of the declarations
 */
export const exporterLink = (exporter: string, party: string, salt: string): string =>
  commitmentOf(canonicalText({ exporter, party, salt }));

/** Conditions that a competent authority confirms before it authorises (OCP 12A.2). */
export const conditions = [
  'REGISTERED',
  'SIGNATORIES_KNOW_RULES',
  'EXPORT_EXPERIENCE',
  'NO_ORIGIN_FRAUD',
  'GOOD_COMPLIANCE',
  'SOUND_BOOKS',
] as const;
/** Asked of a trader beyond the others. */
export const TRADER_CONDITION = 'MANUFACTURERS_DECLARATION';

export const Product = Type.Object(
  {
    /** Six digits of the HS, or the full AHTN code. */
    hs: Type.String({ pattern: '^[0-9]{6}([0-9]{2}){0,2}$' }),
    description: Type.String({ minLength: 1, maxLength: 500 }),
  },
  closed,
);

/** Since when an authorisation stands so; the latest last. */
const Standing = Type.Object(
  {
    state: Type.Union([Type.Literal('ACTIVE'), Type.Literal('SUSPENDED'), Type.Literal('WITHDRAWN')]),
    from: CalendarDateText,
    at: Instant,
  },
  closed,
);

/** What the register says of a certified exporter (OCP 2.4); all members read it (2.5). */
export const ExporterEntry = {
  code: ExporterCode,
  /** The authorisation code as it is printed. */
  authorisation: Type.String({ minLength: 1, maxLength: 40 }),
  name: Type.String({ minLength: 1, maxLength: 350 }),
  address: Type.String({ minLength: 1, maxLength: 700 }),
  /** Empty only where the member's settings waive the list: any product, then. */
  products: Type.Array(Product, { maxItems: 1000 }),
  /** Codes of those who sign by hand; names and specimens are no part of the public record. Empty: as above. */
  signatories: Type.Array(PartyCode, { maxItems: 1000, uniqueItems: true }),
  issued: CalendarDateText,
  expires: Type.Optional(CalendarDateText),
};

/** What an entry listed until a day, on which it was changed. */
const ListedUntil = Type.Object(
  {
    until: CalendarDateText,
    products: ExporterEntry.products,
    signatories: ExporterEntry.signatories,
    expires: ExporterEntry.expires,
  },
  closed,
);

export const ExporterRecord = Type.Object(
  {
    member: MemberCode,
    ...ExporterEntry,
    /** Which of its member's keys it signs with, for those who are told the salt; the latest last: {@link exporterLink}. */
    links: Type.Array(Sha256Text, { ...growing, minItems: 1 }),
    /** Its standing over time, so that a declaration is judged by the day of its document. */
    standing: Type.Array(Standing, { ...growing, minItems: 1 }),
    /** Its lists before each change, the oldest first: whom a change adds did not sign before it. */
    earlier: Type.Optional(Type.Array(ListedUntil, growing)),
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type ExporterRecord = Static<typeof ExporterRecord>;
export type ExporterState = 'ACTIVE' | 'SUSPENDED' | 'WITHDRAWN' | 'EXPIRED' | 'NOT_YET';

/** What an entry listed on a day: a change counts from its own day on. */
export const listedOn = (
  exporter: ExporterRecord,
  day: CalendarDate,
): Pick<ExporterRecord, 'products' | 'signatories' | 'expires'> =>
  exporter.earlier?.find(({ until }) => day < until) ?? exporter;

/** Where an authorisation stood on a day; EXPIRED is computed, never written. */
export const exporterStateOn = holds(
  ['axis CE', 'reading listed', 'OCP 2.5'],
  (exporter: ExporterRecord, day: CalendarDate): ExporterState => {
    if (day < exporter.issued) return 'NOT_YET';
    const standing = exporter.standing.filter(({ from }) => from <= day).at(-1);
    if (standing === undefined) return 'NOT_YET';
    if (standing.state === 'WITHDRAWN') return 'WITHDRAWN';
    const { expires } = listedOn(exporter, day);
    if (expires !== undefined && day > expires) return 'EXPIRED';
    return standing.state;
  },
);

/** Whether one standing may follow another. */
export const mayBecome = holds(
  ['axis CE', 'OCP 12D'],
  (from: ExporterRecord['standing'][number]['state'], to: 'ACTIVE' | 'SUSPENDED' | 'WITHDRAWN'): boolean =>
    from !== 'WITHDRAWN' && from !== to,
);

/** Conditions that are not confirmed; a trader needs its maker's declaration too. */
export const unconfirmed = holds(
  ['OCP 12A.1', 'OCP 12A.2'],
  (confirmed: readonly string[], trader: boolean): string[] =>
    [...conditions, ...(trader ? [TRADER_CONDITION] : [])].filter(
      (condition) => !confirmed.includes(condition),
    ),
);

/** Why a declaration is not honoured by the register, if it is not. */
export const notHonoured = holds(
  ['OCP 2.6', 'OCP 12A.4', 'reading listed'],
  (
    exporter: ExporterRecord | undefined,
    declaration: { readonly date: CalendarDate; readonly signatory: string; readonly hs: readonly string[] },
  ): 'EXPORTER_NOT_LISTED' | 'SIGNATORY_NOT_LISTED' | 'PRODUCT_NOT_LISTED' | undefined => {
    if (exporter === undefined || exporterStateOn(exporter, declaration.date) !== 'ACTIVE')
      return 'EXPORTER_NOT_LISTED';
    const { products, signatories } = listedOn(exporter, declaration.date);
    if (signatories.length > 0 && !signatories.includes(declaration.signatory)) return 'SIGNATORY_NOT_LISTED';
    const listed = (hs: string): boolean =>
      products.length === 0 || products.some((product) => hs.startsWith(product.hs));
    return declaration.hs.every(listed) ? undefined : 'PRODUCT_NOT_LISTED';
  },
);

/** The day of an act in a member's zone. */
export const dayOf = (at: string, utcOffsetMinutes: number): CalendarDate =>
  calendarDateAt(Date.parse(at), utcOffsetMinutes);
