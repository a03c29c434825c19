import { Type, type Static, type TSchema } from 'typebox';
import { clocks, type ClockName } from '../calendar/clock.js';
import { hopNames, type HopName } from '../certificate/hops.js';
import { FormRecord } from '../registry/form-record.js';
import { AuthorityRecord } from '../registry/authority.js';
import { CharterRecord } from '../registry/charter.js';
import { Consent } from '../registry/consent.js';
import { SettingsRecord } from '../registry/settings.js';
import { ExporterRecord } from '../selfcertification/exporter-record.js';
import { CalendarDateText, closed, growing, Instant, MemberCode } from '../validation/vocabulary.js';
import { AsOf } from './answers.js';
import { ParcelView } from './parcel-answers.js';

const names = <T extends string>(values: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))));

/** One step of a certificate's way. */
export const HopView = Type.Object(
  {
    hop: names<HopName>(hopNames),
    at: Instant,
    /** What Vietnam's tracker shows there, where it has such a step. */
    tracker: Type.Optional(Type.String()),
    items: Type.Optional(Type.Array(Type.Integer(), { maxItems: 1000 })),
  },
  closed,
);

/** Something a member still has to do on a certificate, and until when. */
export const WorkView = Type.Object(
  {
    certificate: Type.String(),
    clock: names<ClockName>(Object.keys(clocks) as ClockName[]),
    /** Who must act. */
    member: MemberCode,
    /** Number of the check or visit; absent: the decision itself. */
    case: Type.Optional(Type.Integer()),
    /** Last day, in the zone of the member that must act. */
    due: CalendarDateText,
    /** A flag: nothing happens by itself. */
    overdue: Type.Boolean(),
  },
  closed,
);
export type WorkView = Static<typeof WorkView>;

/** Where a certificate is, what is open on it, and what its acts owe to the readers of their parcels. */
export const TrackingAnswer = Type.Object(
  {
    asOf: AsOf,
    name: Type.String(),
    hops: Type.Array(HopView, growing),
    work: Type.Array(WorkView, growing),
    /** Not yet in their reader's collection. */
    owed: Type.Array(ParcelView, growing),
  },
  closed,
);
export type TrackingAnswer = Static<typeof TrackingAnswer>;

const page = <S extends TSchema>(item: S) =>
  Type.Object({ asOf: AsOf, items: Type.Array(item, growing), next: Type.Optional(Type.String()) }, closed);

export const WorkPage = page(WorkView);

/** The charter, and the consents that count until it or what they are about changes. */
export const CharterAnswer = Type.Object(
  {
    asOf: AsOf,
    /** None before the first member has entered itself. */
    charter: Type.Optional(CharterRecord),
    consents: Type.Array(Type.Object({ member: MemberCode, ...Consent.properties }, closed), growing),
  },
  closed,
);
export type CharterAnswer = Static<typeof CharterAnswer>;

/** Lists of the register, by the kind of entry. */
export const registerPages = {
  authorities: page(AuthorityRecord),
  exporters: page(ExporterRecord),
  forms: page(FormRecord),
  settings: page(SettingsRecord),
} as const;
export type RegisterList = keyof typeof registerPages;

/** An entry of one of the register's lists. */
export interface RegisterEntries {
  readonly authorities: AuthorityRecord;
  readonly exporters: ExporterRecord;
  readonly forms: FormRecord;
  readonly settings: SettingsRecord;
}
