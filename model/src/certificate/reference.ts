import { Type, type Static } from 'typebox';
import { CertificateNumber, closed, MemberCode, OfficeCode } from '../validation/vocabulary.js';
import { validatorOf } from '../validation/validator.js';

/** Names a certificate: each place or office numbers for itself (OCP 7.3). */
export const CertificateReference = Type.Object(
  { member: MemberCode, office: OfficeCode, number: CertificateNumber },
  closed,
);
export type CertificateReference = Static<typeof CertificateReference>;

/** Member, office and number at their longest. */
const MOST_CHARACTERS = 12 + 1 + 17 + 1 + 35;

const validator = validatorOf(CertificateReference);

/** `VN.HAN.26-000123`: member and office have no full stop, so the first two separate. */
export const referenceText = (reference: CertificateReference): string =>
  `${reference.member}.${reference.office}.${reference.number}`;

export function parseReference(text: string): CertificateReference | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const [member, office, ...rest] = text.split('.');
  const reference = { member, office, number: rest.join('.') };
  return validator.is(reference) ? reference : undefined;
}
