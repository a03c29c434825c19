import { Type, type Static } from 'typebox';
import type { ActState, Signer } from '../act/act-definition.js';
import { checkDayOfRecord } from '../act/day-of-record.js';
import { certificateKey, formKey, memberKey, type StateKey } from '../act/state-key.js';
import { isCalendarDate } from '../calendar/calendar-date.js';
import { OriginError } from '../errors/origin-error.js';
import type { ErrorCode } from '../errors/registry.js';
import { forms, type Form } from '../form/form.js';
import { departureKeys, requirePresent } from '../registry/departure.js';
import type { FormRecord } from '../registry/form-record.js';
import { authorityKeys, requireListed } from '../registry/listed-signatory.js';
import type { KeyRecord, MemberRecord } from '../registry/records.js';
import type { ParcelClaim, RequestClaims } from '../request/signed-request.js';
import { holds } from '../rule/rule.js';
import {
  CalendarDateText,
  CertificateNumber,
  closed,
  MemberCode,
  OfficeCode,
} from '../validation/vocabulary.js';
import { checkRetroactive, validityEnd } from './issue-date.js';
import { parcelOf } from './parcel.js';
import type { CertificateRecord } from './records.js';
import type { CertificateReference } from './reference.js';

/** The public part of one certificate to be issued. */
export const CertificateToIssue = Type.Object(
  {
    office: OfficeCode,
    number: CertificateNumber,
    form: Type.String({ pattern: '^[A-Z][A-Z0-9.-]{0,11}$' }),
    importing: MemberCode,
    issued: CalendarDateText,
    departure: CalendarDateText,
    retroactive: Type.Boolean(),
    items: Type.Integer({ minimum: 1, maximum: 1000 }),
  },
  closed,
);
export type CertificateToIssue = Static<typeof CertificateToIssue>;

/** The keys that must be read to issue these certificates. */
export const keysToIssue = (
  certificates: readonly CertificateToIssue[],
  memberCode: string,
  key: KeyRecord | undefined,
): StateKey[] => [
  ...authorityKeys(memberCode, key),
  ...certificates.map((certificate) => certificateKey({ member: memberCode, ...certificate })),
  ...certificates.flatMap(({ importing }) => departureKeys(importing)),
  ...new Set(certificates.map(({ form }) => formKey(form))),
];

/** The form as the register says, else as every network starts with. */
export const formIn = (state: ActState, code: string): Form | undefined =>
  state.get<FormRecord>(formKey(code))?.form ?? forms.get(code);

interface Issuing {
  readonly state: ActState;
  readonly claims: RequestClaims;
  readonly actId: string;
  readonly at: string;
  readonly member: MemberRecord;
  readonly signer: Signer;
  /** Where the certificate stands in the arguments. */
  readonly box: string;
  /** Its contents' parcel, and where that stands. */
  readonly parcel: ParcelClaim | undefined;
  readonly parcelBox: string;
}

/**
 * The record of a new certificate, when every rule of its public part is kept: signatory and office, number, form and members, date of
 * issue, departure, contents with the readers they must have.
 * @throws OriginError AUTHORITY_UNKNOWN, AUTHORITY_NOT_ENTITLED, NUMBER_USED, FORM_UNKNOWN, MEMBER_UNKNOWN, FORM_MEMBERS, REQUEST_CLAIMS, ISSUE_DATE,
 *   SIGNED_ANOTHER_DAY, RETROACTIVE_FLAG, RETROACTIVE_LATE, PARCEL_MISSING, PARCEL_READERS
 */
export const newCertificate = holds(
  [
    'OCP 7.3',
    'note 1',
    'item limit',
    'OCP 10.1',
    'OCP 10.2',
    'OCP 14(a)',
    'OCP 2.1',
    'OCP 2.2',
    'reading listed',
    'OCP 26.1',
    'OCP 26.2',
    'OCP 1A',
    'reading contents',
    'axis transmission',
  ],
  (certificate: CertificateToIssue, issuing: Issuing): CertificateRecord => {
    const { state, claims, actId, at, member, box } = issuing;
    const refuse = (code: ErrorCode, name: string): OriginError =>
      new OriginError(code, { boxes: [`${box}.${name}`], stage: 'contract' });
    const reference: CertificateReference = {
      member: member.code,
      office: certificate.office,
      number: certificate.number,
    };
    requireListed(issuing, 'issuing', certificate.office, `${box}.office`);
    if (state.get(certificateKey(reference)) !== undefined) throw refuse('NUMBER_USED', 'number');
    const form = formIn(state, certificate.form);
    if (form?.kind !== 'certificate') throw refuse('FORM_UNKNOWN', 'form');
    const outside = destinationOf(certificate, form, issuing);
    if (certificate.items > form.itemLimit) throw refuse('REQUEST_CLAIMS', 'items');
    if (!isCalendarDate(certificate.departure)) throw refuse('REQUEST_CLAIMS', 'departure');
    const recorded = { at, iat: claims.iat, utcOffsetMinutes: member.utcOffsetMinutes };
    checkDayOfRecord(certificate.issued, recorded, `${box}.issued`, 'ISSUE_DATE');
    checkRetroactive(certificate, box, form.retroactiveMonths);
    const readers = outside ? [member.code] : [member.code, certificate.importing];
    const parcel = parcelOf(issuing.parcel, reference, readers, issuing.parcelBox);
    return {
      reference,
      form: form.code,
      importing: certificate.importing,
      issued: certificate.issued,
      departure: certificate.departure,
      retroactive: certificate.retroactive,
      expires: validityEnd(certificate.issued, form.validityMonths),
      items: certificate.items,
      commitment: parcel.commitment,
      validity: 'VALID',
      transmission: outside ? 'OUTSIDE' : 'ISSUED',
      issuedIn: actId,
      lastAct: actId,
      lastAt: at,
    };
  },
);

/** Whether the destination is outside the ledger; refused when the form is not in use between the two. */
function destinationOf(
  { importing }: CertificateToIssue,
  form: Form,
  { state, member, box }: Issuing,
): boolean {
  const entry = state.get<MemberRecord>(memberKey(importing));
  const outside = entry === undefined && (form.outside.includes(importing) || form.anyDestination === true);
  if (!outside && entry?.exchanges !== true)
    throw new OriginError('MEMBER_UNKNOWN', { boxes: [`${box}.importing`], stage: 'contract' });
  requirePresent(state, importing, `${box}.importing`);
  const inUse =
    importing !== member.code &&
    form.members.includes(member.code) &&
    (form.anyDestination === true || form.members.includes(importing));
  if (!inUse) throw new OriginError('FORM_MEMBERS', { boxes: [`${box}.importing`], stage: 'contract' });
  return outside;
}
