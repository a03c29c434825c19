import { Type } from 'typebox';
import { AsOf, closed, MemberCode, PublicJwk } from '@origin-ledger/model';

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
