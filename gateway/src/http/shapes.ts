import { Type } from 'typebox';
import { AsOf, closed, EcPublicJwk, KeyId, MemberCode, OkpPublicJwk } from '@origin-ledger/model';

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

const published = { kid: KeyId, alg: Type.String(), use: Type.Literal('sig') };

/** RFC 7517. */
export const KeySet = Type.Object({
  keys: Type.Array(
    Type.Union([
      Type.Object({ ...EcPublicJwk.properties, ...published }, closed),
      Type.Object({ ...OkpPublicJwk.properties, ...published }, closed),
    ]),
    { maxItems: 10 },
  ),
});

/** Which checks hold; a failed one says why, by code. */
export const Health = Type.Object(
  { ready: Type.Boolean(), checks: Type.Record(Type.String(), Type.String()) },
  closed,
);
