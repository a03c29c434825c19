import { Type, type Static } from 'typebox';
import {
  ActIdText,
  CalendarDateText,
  closed,
  Instant,
  MemberCode,
  Sha256Text,
} from '../validation/vocabulary.js';
import { CertificateReference } from './reference.js';

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
    transmission: Type.Union([Type.Literal('ISSUED'), Type.Literal('SENT')]),
    /** The key that signed its issue. */
    issuedBy: Type.String(),
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
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type ReceptionRecord = Static<typeof ReceptionRecord>;

/** The transmission axis as everybody sees it. */
export type Transmission = 'ISSUED' | 'SENT' | 'RECEIVED';

export function transmissionOf(
  certificate: CertificateRecord,
  reception: ReceptionRecord | undefined,
): Transmission {
  return reception?.receivedAt === undefined ? certificate.transmission : 'RECEIVED';
}
