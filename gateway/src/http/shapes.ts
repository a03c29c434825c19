import { Type, type Static } from 'typebox';
import { ActIdText, AsOf, closed, Instant, MemberCode, PublicJwk, Sha256Text } from '@origin-ledger/model';

/** A repeated delivery, committed. */
export const DeliveryAnswer = Type.Object(
  {
    asOf: AsOf,
    name: Type.String(),
    member: MemberCode,
    transactionId: Type.String(),
    block: Type.Integer(),
  },
  closed,
);

/** How far a parcel is on its way to one reader: owed, its hash in the reader's collection, confirmed. */
export const PARCEL_STATES = ['OWED', 'DELIVERED', 'RECEIVED'] as const;

/** What an act owes to one reader. */
export const ParcelView = Type.Object(
  {
    commitment: Sha256Text,
    /** What it is, and of which certificate: `decision VN.HAN.26-000123`. */
    box: Type.String(),
    /** `member.office.number`. */
    certificate: Type.String(),
    author: MemberCode,
    reader: MemberCode,
    act: ActIdText,
    at: Instant,
    state: Type.Union([Type.Literal('OWED'), Type.Literal('DELIVERED'), Type.Literal('RECEIVED')]),
    /** From here the reader's clocks run. */
    receivedAt: Type.Optional(Instant),
  },
  closed,
);
export type ParcelView = Static<typeof ParcelView>;

export const ParcelPage = Type.Object(
  { asOf: AsOf, items: Type.Array(ParcelView), next: Type.Optional(Type.String()) },
  closed,
);

/** RFC 7517. */
export const KeySet = Type.Object({
  keys: Type.Array(
    Type.Intersect([
      PublicJwk,
      Type.Object({ kid: Type.String(), alg: Type.String(), use: Type.Literal('sig') }),
    ]),
  ),
});

/** Which checks hold; a failed one says why, by code. */
export const Health = Type.Object(
  { ready: Type.Boolean(), checks: Type.Record(Type.String(), Type.String()) },
  closed,
);
