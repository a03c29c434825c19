import { Type, type Static } from 'typebox';
import { APPLICATION_STATES } from '../application/application-state.js';
import { CertificateRecord } from '../certificate/records.js';
import {
  ActIdText,
  CalendarDateText,
  closed,
  growing,
  Instant,
  PartyCode,
  Sha256Text,
} from '../validation/vocabulary.js';
import { AsOf, CertificateView } from './answers.js';
import { FindingShape } from './finding-shape.js';

export const ApplicationStateShape = Type.Enum([...APPLICATION_STATES]);

/** What is to be pre-checked. */
export const PrecheckRequest = Type.Object(
  {
    /** A document before its issue, complete or not. */
    document: Type.Record(Type.String(), Type.Unknown()),
    /** The day it would be handed in; today, in the member's zone, unless stated. */
    submitted: Type.Optional(CalendarDateText),
  },
  closed,
);
export type PrecheckRequest = Static<typeof PrecheckRequest>;

export const PrecheckAnswer = Type.Object(
  {
    asOf: AsOf,
    /** Whether it could be handed in: no finding is an error. */
    acceptable: Type.Boolean(),
    findings: Type.Array(FindingShape, growing),
  },
  closed,
);
export type PrecheckAnswer = Static<typeof PrecheckAnswer>;

/** What a step led to; the same on every replay. */
export const ApplicationStepAnswer = Type.Object(
  {
    /** The application's name: id of the request that made it. */
    application: ActIdText,
    /** Id of the request that asked for this step. */
    step: ActIdText,
    state: ApplicationStateShape,
    at: Instant,
    /** Warnings of the pre-check, recorded with what was handed in; for a draft, all it finds. */
    findings: Type.Array(FindingShape, growing),
    /** Whether this answer repeats an earlier one. */
    replayed: Type.Boolean(),
  },
  closed,
);
export type ApplicationStepAnswer = Static<typeof ApplicationStepAnswer>;

const { validity, replacedBy } = CertificateRecord.properties;

const view = {
  id: ActIdText,
  applicant: PartyCode,
  state: ApplicationStateShape,
  begunAt: Instant,
  changedAt: Instant,
  /** Id of the last request on it: a next step names it in `after`. */
  lastStep: ActIdText,
  /** What it is about, as far as it says so. */
  form: Type.Optional(Type.String()),
  importing: Type.Optional(Type.String()),
  findings: Type.Array(FindingShape, growing),
  /** The certificate issued on it, and how that stands now. */
  certificate: Type.Optional(
    Type.Object(
      {
        name: Type.String(),
        validity,
        transmission: CertificateView.properties.transmission,
        expired: Type.Boolean(),
        replacedBy,
      },
      closed,
    ),
  ),
};

export const ApplicationView = Type.Object(view, closed);
export type ApplicationView = Static<typeof ApplicationView>;

export const ApplicationStepView = Type.Object(
  {
    id: ActIdText,
    op: Type.String(),
    signer: PartyCode,
    at: Instant,
    state: ApplicationStateShape,
    /** The signed request itself, to verify it by oneself. */
    request: Type.String(),
    /** Exact text of the reason it commits to: returned, refused. */
    reason: Type.Optional(Type.String()),
  },
  closed,
);
export type ApplicationStepView = Static<typeof ApplicationStepView>;

/** An application with what it says and every step, the first one first. */
export const ApplicationAnswer = Type.Object(
  {
    asOf: AsOf,
    application: ApplicationView,
    commitment: Sha256Text,
    /** Exact text that its last declaration, or draft, commits to. */
    contents: Type.String(),
    steps: Type.Array(ApplicationStepView, growing),
  },
  closed,
);
export type ApplicationAnswer = Static<typeof ApplicationAnswer>;

export const ApplicationPage = Type.Object(
  { asOf: AsOf, items: Type.Array(ApplicationView, growing), next: Type.Optional(Type.String()) },
  closed,
);
export type ApplicationPage = Static<typeof ApplicationPage>;
