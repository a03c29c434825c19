import { Type, type Static } from 'typebox';
import { CertificateRecord, ReceptionRecord } from '../certificate/records.js';
import { KeyRecord, MemberRecord } from '../registry/records.js';
import {
  ActIdText,
  closed,
  growing,
  Instant,
  MemberCode,
  PartyCode,
  Sha256Text,
} from '../validation/vocabulary.js';
import { FindingShape } from './finding-shape.js';

/** Shapes of what a gateway answers: one schema validates, documents (OpenAPI) and types the clients. */

/** The block an answer is as of. */
export const AsOf = Type.Object({ block: Type.Integer({ minimum: 0 }), at: Type.Optional(Instant) }, closed);

/** Public: which network and member a gateway serves. Clients sign for this audience. */
export const NetworkAnswer = Type.Object(
  {
    channel: Type.String(),
    audience: Type.String(),
    ledger: Type.Union([Type.Literal('embedded'), Type.Literal('fabric')]),
    member: Type.Object({ code: MemberCode, name: Type.String() }, closed),
  },
  closed,
);
export type NetworkAnswer = Static<typeof NetworkAnswer>;

/** RFC 9457 problem details, with our members. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
    code: Type.String(),
    remedy: Type.String(),
    retry: Type.Union([Type.Literal('never'), Type.Literal('same'), Type.Literal('ask')]),
    stage: Type.Optional(Type.String()),
    boxes: Type.Array(Type.String(), growing),
    transactionId: Type.Optional(Type.String()),
  },
  closed,
);
export type Problem = Static<typeof Problem>;

/** The way of an operation through the gateway's journal. */
export const OperationState = Type.Union([
  /** Durable in the journal; a joint act whose other state is down waits here. */
  Type.Literal('RECEIVED'),
  Type.Literal('PREPARED'),
  Type.Literal('SUBMITTED'),
  Type.Literal('COMMITTED'),
  Type.Literal('REJECTED'),
  /** Submitted, outcome not known: settled on the ledger only. */
  Type.Literal('UNKNOWN'),
]);
export type OperationState = Static<typeof OperationState>;

export const Operation = Type.Object(
  {
    id: ActIdText,
    op: Type.String(),
    state: OperationState,
    receivedAt: Instant,
    transactionId: Type.Optional(Type.String()),
    block: Type.Optional(Type.Integer()),
    /** What the act answered; the same on every replay. */
    result: Type.Optional(Type.Unknown()),
    /** Why it was refused, or what it waits for. */
    problem: Type.Optional(Problem),
    /** Whether this answer repeats an earlier one. */
    replayed: Type.Boolean(),
  },
  closed,
);
export type Operation = Static<typeof Operation>;

export const OperationSubmission = Type.Object(
  {
    /** Compact JWS. */
    request: Type.String({ minLength: 1 }),
    /** Canonical JSON text of every parcel the request commits to, in any order. */
    parcels: Type.Array(Type.String(), { maxItems: 500 }),
  },
  closed,
);
export type OperationSubmission = Static<typeof OperationSubmission>;

/** Where the contents of a certificate stand between the two states. */
export const ParcelState = Type.Union([
  /** Behind its commitment with the issuing member. */
  Type.Literal('HELD'),
  /** On the ledger in both collections, not yet confirmed. */
  Type.Literal('DELIVERED'),
  /** Read back by the receiver. */
  Type.Literal('RECEIVED'),
]);

export const CertificateView = Type.Object(
  {
    /** `member.office.number`. */
    name: Type.String(),
    record: CertificateRecord,
    reception: Type.Optional(ReceptionRecord),
    transmission: Type.Union([
      Type.Literal('ISSUED'),
      Type.Literal('SENT'),
      Type.Literal('RECEIVED'),
      Type.Literal('NOT_RECEIVED'),
      Type.Literal('OUTSIDE'),
    ]),
    parcel: ParcelState,
    /** Computed, never written: past its last day of validity. */
    expired: Type.Boolean(),
    /** The latest act on it by anybody; also the ETag. */
    lastAct: ActIdText,
  },
  closed,
);
export type CertificateView = Static<typeof CertificateView>;

/** Doubts a read model attaches to an act. */
export const ActMark = Type.Union([Type.Literal('LATE_ORDERED'), Type.Literal('NOT_TRUSTED')]);

export const ActView = Type.Object(
  {
    id: ActIdText,
    op: Type.String(),
    member: MemberCode,
    signer: Type.String(),
    at: Instant,
    outcome: Type.Union([Type.Literal('DONE'), Type.Literal('WITHDRAWN')]),
    previous: Type.Array(ActIdText, growing),
    transactionId: Type.String(),
    block: Type.Integer(),
    marks: Type.Array(ActMark, growing),
    /** The signed request itself, to verify it by oneself. */
    request: Type.String(),
  },
  closed,
);
export type ActView = Static<typeof ActView>;

const page = <S extends Parameters<typeof Type.Array>[0]>(item: S) =>
  Type.Object({ asOf: AsOf, items: Type.Array(item, growing), next: Type.Optional(Type.String()) }, closed);

export const CertificateAnswer = Type.Object({ asOf: AsOf, certificate: CertificateView }, closed);
export type CertificateAnswer = Static<typeof CertificateAnswer>;
export const CertificatePage = page(CertificateView);
export type CertificatePage = Static<typeof CertificatePage>;
export const HistoryPage = page(ActView);
export type HistoryPage = Static<typeof HistoryPage>;
export const MemberPage = page(MemberRecord);
export type MemberPage = Static<typeof MemberPage>;
export const KeyPage = page(KeyRecord);
export type KeyPage = Static<typeof KeyPage>;
export const KeyAnswer = Type.Object({ asOf: AsOf, key: KeyRecord }, closed);
export type KeyAnswer = Static<typeof KeyAnswer>;

/** The contents, as the exact text that was committed to. */
export const DocumentAnswer = Type.Object(
  {
    asOf: AsOf,
    name: Type.String(),
    commitment: Sha256Text,
    document: Type.String(),
    /** Of a certificate: what passed with a warning at its issue (OCP 16.1). */
    findings: Type.Optional(Type.Array(FindingShape, growing)),
  },
  closed,
);
export type DocumentAnswer = Static<typeof DocumentAnswer>;

export const VerificationAnswer = Type.Object(
  {
    asOf: AsOf,
    name: Type.String(),
    status: Type.Union([Type.Literal('VALID'), Type.Literal('INVALID')]),
    checks: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          status: Type.Union([Type.Literal('VALID'), Type.Literal('INVALID'), Type.Literal('SKIPPED')]),
          reason: Type.Optional(Type.String()),
          since: Type.Optional(Type.String()),
        },
        closed,
      ),
      growing,
    ),
  },
  closed,
);
export type VerificationAnswer = Static<typeof VerificationAnswer>;

/** How a gateway is doing, for its own member. */
export const StatusAnswer = Type.Object(
  {
    asOf: AsOf,
    member: MemberCode,
    audience: Type.String(),
    /** Blocks the peer has and the read model has not applied. */
    lag: Type.Integer(),
    /** Writes set aside because no verified act explains them. */
    setAside: Type.Integer(),
    operations: Type.Record(Type.String(), Type.Integer()),
    certificates: Type.Object(
      { issued: Type.Integer(), received: Type.Integer(), awaitingReceipt: Type.Integer() },
      closed,
    ),
    /** Contents not yet in the own collection. */
    deposits: Type.Object({ owed: Type.Integer(), missing: Type.Integer() }, closed),
    /** Copies of parcels that own acts owe, and those to the own member that were not confirmed yet. */
    deliveries: Type.Object(
      { owed: Type.Integer(), missing: Type.Integer(), awaitingReceipt: Type.Integer() },
      closed,
    ),
  },
  closed,
);
export type StatusAnswer = Static<typeof StatusAnswer>;

/** Claims of a signed answer (`application/jose`), bound to the query it answers. */
export const AnswerClaims = Type.Object(
  {
    iss: PartyCode,
    aud: PartyCode,
    iat: Type.Integer(),
    query: Type.String(),
    status: Type.Integer(),
    body: Type.Unknown(),
  },
  closed,
);
export type AnswerClaims = Static<typeof AnswerClaims>;
