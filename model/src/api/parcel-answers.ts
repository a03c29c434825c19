import { Type, type Static } from 'typebox';
import {
  ActIdText,
  closed,
  growing,
  Instant,
  MemberCode,
  ParcelName,
  Sha256Text,
} from '../validation/vocabulary.js';
import { AsOf } from './answers.js';

/**
 * How far a parcel is on its way to one reader: owed, its hash in the reader's collection, confirmed; or closed, since
 * its author or reader has left.
 */
export const PARCEL_STATES = ['OWED', 'DELIVERED', 'RECEIVED', 'CLOSED'] as const;

/** What an act owes to one reader. */
export const ParcelView = Type.Object(
  {
    /** Its name: the act and the commitment. */
    parcel: ParcelName,
    commitment: Sha256Text,
    /** What it is, and of which certificate: `decision VN.HAN.26-000123`. */
    box: Type.String(),
    /** `member.office.number`. */
    certificate: Type.String(),
    author: MemberCode,
    reader: MemberCode,
    act: ActIdText,
    at: Instant,
    /** OWED until it is in the reader's collection, RECEIVED by the reader's own act; CLOSED when one of the two has left. */
    state: Type.Unsafe<(typeof PARCEL_STATES)[number]>(
      Type.Union(PARCEL_STATES.map((state) => Type.Literal(state))),
    ),
    /** From here the reader's clocks run. */
    receivedAt: Type.Optional(Instant),
    /** The act that recorded the departure of author or reader. */
    closedBy: Type.Optional(ActIdText),
    /** Why an owed parcel of the own member is not on its way: its contents were looked for in vain. */
    problem: Type.Optional(
      Type.Object({ code: Type.String(), title: Type.String(), remedy: Type.String() }, closed),
    ),
  },
  closed,
);
export type ParcelView = Static<typeof ParcelView>;

export const ParcelPage = Type.Object(
  { asOf: AsOf, items: Type.Array(ParcelView, growing), next: Type.Optional(Type.String()) },
  closed,
);
export type ParcelPage = Static<typeof ParcelPage>;
