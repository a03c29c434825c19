import { Type, type Static } from 'typebox';
import {
  ActIdText,
  CalendarDateText,
  closed,
  growing,
  Instant,
  MemberCode,
  ParcelName,
  Sha256Text,
} from '../validation/vocabulary.js';
import { holds } from '../rule/rule.js';
import { CertificateReference } from './reference.js';

const Items = Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 1000, uniqueItems: true });

/** An act that left its mark: which, and when. */
const Mark = { act: ActIdText, at: Instant };
/** The same, with the parcel that holds what it says. */
const Said = { ...Mark, parcel: ParcelName };

const Times = Type.Object({ times: Type.Integer({ minimum: 1 }), at: Instant }, closed);

/** The importing member's half of a check or a visit. */
export const ImportingCase = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    kind: Type.Union([Type.Literal('check'), Type.Literal('visit')]),
    items: Items,
    /** A visit: the check it follows, which its determination settles too. */
    follows: Type.Optional(Type.Integer({ minimum: 1 })),
    opened: Type.Object(Said, closed),
    /** A visit: the day it was held. */
    held: Type.Optional(Type.Object({ ...Mark, on: CalendarDateText }, closed)),
    determined: Type.Optional(Type.Object(Said, closed)),
    final: Type.Optional(Type.Object(Said, closed)),
  },
  closed,
);
export type ImportingCase = Static<typeof ImportingCase>;

/** The issuing member's half of a check or a visit. */
export const IssuingCase = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    kind: Type.Union([Type.Literal('check'), Type.Literal('visit')]),
    replied: Type.Optional(Type.Object(Said, closed)),
    consent: Type.Optional(Type.Object({ ...Said, given: Type.Boolean() }, closed)),
    postponed: Type.Optional(Type.Object({ ...Said, extraDays: Type.Integer({ minimum: 0 }) }, closed)),
    commented: Type.Optional(Type.Object(Said, closed)),
  },
  closed,
);
export type IssuingCase = Static<typeof IssuingCase>;

/** A decision on items: that it was taken, and when. What it says stands in its parcel alone. */
export const DecisionMark = Type.Object({ ...Said, items: Items }, closed);
export type DecisionMark = Static<typeof DecisionMark>;

/** The public record of a certificate, with the issuing member's axes. Owned by the issuing member. */
export const CertificateRecord = Type.Object(
  {
    reference: CertificateReference,
    form: Type.String(),
    importing: MemberCode,
    issued: CalendarDateText,
    /** Declared departure: decides "issued retroactively" (OCP 10). */
    departure: CalendarDateText,
    retroactive: Type.Boolean(),
    /** Last day of validity, inclusive (OCP 14a). */
    expires: CalendarDateText,
    items: Type.Integer({ minimum: 1 }),
    commitment: Sha256Text,
    validity: Type.Union([
      Type.Literal('VALID'),
      Type.Literal('CANCELLED'),
      Type.Literal('REPLACED'),
      Type.Literal('REVOKED'),
    ]),
    /** OUTSIDE: its destination is no member of this ledger. */
    transmission: Type.Union([Type.Literal('ISSUED'), Type.Literal('SENT'), Type.Literal('OUTSIDE')]),
    /** Set only where it is so. */
    backToBack: Type.Optional(Type.Literal(true)),
    /** Names of the originals of a back-to-back. */
    originals: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 50 })),
    replaces: Type.Optional(Type.String()),
    replacedBy: Type.Optional(Type.String()),
    /** How its validity ended, with the parcel that holds the reason. */
    ended: Type.Optional(Type.Object(Said, closed)),
    /** Re-issues of the same certificate (OCP 29.1). */
    reissues: Type.Optional(Type.Array(Type.Object(Mark, closed), growing)),
    /** Certified true copies (OCP 12). */
    trueCopies: Type.Optional(Type.Array(Type.Object(Said, closed), growing)),
    /** Sent again (OCP 29.3): how often, and when last. */
    resent: Type.Optional(Times),
    /** Each answers the parcel of a decision: clarifies what it refused, or takes note of it. */
    clarifications: Type.Optional(Type.Array(Type.Object({ ...Said, answers: ParcelName }, closed), growing)),
    cases: Type.Optional(Type.Array(IssuingCase, growing)),
    /** The act that issued it, and so the key that signed: its first half. */
    issuedIn: ActIdText,
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type CertificateRecord = Static<typeof CertificateRecord>;

/** The importing member's axes of a certificate. Owned by the importing member; exists once it was sent. */
export const ReceptionRecord = Type.Object(
  {
    reference: CertificateReference,
    importing: MemberCode,
    sentAt: Instant,
    receivedAt: Type.Optional(Instant),
    /** An item was given preference or a quantity drawn: not how much. */
    utilised: Type.Boolean(),
    /** Asked for again (OCP 29.3): how often, and when last. */
    notReceived: Type.Optional(Times),
    /** The latest decision on each item decided. */
    decisions: Type.Optional(Type.Array(DecisionMark, growing)),
    /** Items whose preference is suspended while a case is open (OCP 18(c)). */
    suspended: Type.Optional(Items),
    /** Items released while their classification is open (OCP 16.2). */
    classificationOpen: Type.Optional(Items),
    /** A late proof, accepted (OCP 14(b), 14(c)). */
    late: Type.Optional(Type.Object(Said, closed)),
    /** Commitments to what is left of each quantity; before the first draw the document itself says it. */
    balances: Type.Optional(
      Type.Object(
        {
          import: Type.Optional(Sha256Text),
          reexport: Type.Optional(Sha256Text),
          joined: Type.Optional(Sha256Text),
        },
        closed,
      ),
    ),
    cases: Type.Optional(Type.Array(ImportingCase, growing)),
    lastAct: ActIdText,
    lastAt: Instant,
    /** The last act on the issuing member's axes when the last one here was done: the ledger's order of the two. */
    seen: ActIdText,
  },
  closed,
);
export type ReceptionRecord = Static<typeof ReceptionRecord>;

/** The transmission axis as everybody sees it. */
export type Transmission = 'ISSUED' | 'SENT' | 'RECEIVED' | 'NOT_RECEIVED' | 'OUTSIDE';

/** Where a certificate stands on its way. Sent again after NOT_RECEIVED it is SENT, or RECEIVED as before. */
export const transmissionOf = holds(
  ['axis transmission', 'OCP 29.3'],
  (certificate: CertificateRecord, reception: ReceptionRecord | undefined): Transmission => {
    if ((reception?.notReceived?.times ?? 0) > (certificate.resent?.times ?? 0)) return 'NOT_RECEIVED';
    return reception?.receivedAt === undefined ? certificate.transmission : 'RECEIVED';
  },
);
