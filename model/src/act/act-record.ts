import { Type, type Static } from 'typebox';
import { ActIdText, closed, growing, Instant, MemberCode, Sha256Text } from '../validation/vocabulary.js';

/**
 * One act for ever: the signed request, what it did, and the act before it on each document. An auditor
 * re-verifies it from the block alone; nobody can skip a link of the chain.
 */
export const ActRecord = Type.Object(
  {
    id: ActIdText,
    op: Type.String(),
    member: MemberCode,
    /** Timestamp of the transaction. */
    at: Instant,
    /** Hex SHA-256 of header and payload. */
    contents: Sha256Text,
    /** The compact JWS. */
    request: Type.String(),
    /** DONE: it acted. WITHDRAWN: its record was taken so that it never can. */
    outcome: Type.Union([Type.Literal('DONE'), Type.Literal('WITHDRAWN')]),
    result: Type.Unknown(),
    /** For each document or entry touched, the acts before this one. */
    previous: Type.Record(Type.String(), Type.Array(ActIdText, growing)),
  },
  closed,
);
export type ActRecord = Static<typeof ActRecord>;
