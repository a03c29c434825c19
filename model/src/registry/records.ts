import { Type, type Static } from 'typebox';
import { SignatureAlgorithm } from '../request/signed-request.js';
import {
  ActIdText,
  AuthorityCode,
  closed,
  Instant,
  KeyId,
  MemberCode,
  PartyCode,
} from '../validation/vocabulary.js';
import { PublicJwk } from './public-jwk.js';

/** What a key's holder may do for its member. */
export const Role = Type.Union([
  /** Listed official of the issuing authority (OCP 2): issues, sends. */
  Type.Literal('signatory'),
  /** Officer of the importing customs: receives, decides. */
  Type.Literal('customs'),
  /** A system of the member that carries documents: sends, receives. */
  Type.Literal('system'),
  /** Exporter or its agent: reads its own certificates. */
  Type.Literal('exporter'),
  /** Reads records, acts and proofs. */
  Type.Literal('auditor'),
]);
export type Role = Static<typeof Role>;

/** A member's entry: who it is and whom it asks to endorse with it. Changed by its own administrators only. */
export const MemberRecord = Type.Object(
  {
    code: MemberCode,
    mspId: Type.String({ pattern: '^[A-Z][A-Z0-9]{1,11}MSP$' }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** The audience its requests must state: channel and hash of block 0, as its administrator saw them. */
    audience: Type.String(),
    /** Minutes east of UTC, for calendar dates. */
    utcOffsetMinutes: Type.Integer({ minimum: -720, maximum: 840 }),
    /** The private data collection of the member. */
    collection: Type.String({ pattern: '^documents-[A-Z][A-Z0-9]{1,11}$' }),
    /** MSP ids of which one must endorse with the member what it owns. */
    coEndorsers: Type.Array(Type.String({ pattern: '^[A-Z][A-Z0-9]{1,11}MSP$' }), {
      minItems: 1,
      maxItems: 30,
      uniqueItems: true,
    }),
    /** Whether it issues and receives certificates; the Secretariat keeps the register and has no right to contents. */
    exchanges: Type.Boolean(),
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type MemberRecord = Static<typeof MemberRecord>;

/** A registered public key. Rotation and revocation keep its history: an entry is never removed. */
export const KeyRecord = Type.Object(
  {
    kid: KeyId,
    member: MemberCode,
    /** Code of its holder: the `iss` of its requests. */
    holder: PartyCode,
    roles: Type.Array(Role, { minItems: 1, maxItems: 5, uniqueItems: true }),
    /** Of a signatory: the authorities whose list names him (OCP 2.1). */
    authorities: Type.Optional(Type.Array(AuthorityCode, { minItems: 1, maxItems: 5, uniqueItems: true })),
    alg: SignatureAlgorithm,
    jwk: PublicJwk,
    notBefore: Instant,
    notAfter: Instant,
    revokedAt: Type.Optional(Instant),
    /** Acts later than this are marked untrusted, none is erased. */
    notTrustedSince: Type.Optional(Instant),
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type KeyRecord = Static<typeof KeyRecord>;

/** The member that registers under an MSP: `VNMSP` is `VN`. Nobody can register another's code. */
export const memberCodeOf = (mspId: string): string | undefined =>
  /^([A-Z][A-Z0-9]{1,11})MSP$/.exec(mspId)?.[1];
export const mspIdOf = (member: string): string => `${member}MSP`;
export const collectionOf = (member: string): string => `documents-${member}`;
