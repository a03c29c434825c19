import { Type, type Static } from 'typebox';
import type { ActContext } from '../act/act-definition.js';
import { certificateKey, exporterKey, formKey, memberKey, type StateKey } from '../act/state-key.js';
import { isCalendarDate } from '../calendar/calendar-date.js';
import { refusal } from '../certificate/certificate-act.js';
import { validityEnd } from '../certificate/issue-date.js';
import { formIn } from '../certificate/new-certificate.js';
import { parcelOf } from '../certificate/parcel.js';
import type { CertificateRecord } from '../certificate/records.js';
import type { Form } from '../form/form.js';
import { originDeclaration } from '../form/tables/origin-declaration.js';
import { departureKeys, requirePresent } from '../registry/departure.js';
import type { MemberRecord } from '../registry/records.js';
import { requireMember } from '../registry/require-member.js';
import { holds } from '../rule/rule.js';
import {
  CalendarDateText,
  CertificateNumber,
  closed,
  MemberCode,
  PartyCode,
  Sha256Text,
} from '../validation/vocabulary.js';
import { dayOf, ExporterEntry, notHonoured, type ExporterRecord } from './exporter-record.js';

/** Commercial documents that a declaration may be made out on; the invoice comes first (OCP 12B.2). */
export const Medium = Type.Union([
  Type.Literal('INVOICE'),
  Type.Literal('BILLING_STATEMENT'),
  Type.Literal('DELIVERY_ORDER'),
  Type.Literal('PACKING_LIST'),
]);

/** What the public act says of a declaration; its goods stand in the parcel. */
export const DeclarationBoxes = {
  exporter: ExporterEntry.code,
  number: CertificateNumber,
  date: CalendarDateText,
  importing: MemberCode,
  departure: CalendarDateText,
  items: Type.Integer({ minimum: 1, maximum: 1000 }),
  /** Six digits at least, each once: what the register is asked about. */
  hs: Type.Array(Type.String({ pattern: '^[0-9]{6}([0-9]{2}){0,2}$' }), {
    minItems: 1,
    maxItems: 1000,
    uniqueItems: true,
  }),
  signatory: PartyCode,
  medium: Medium,
  /** SHA-256 of the hand-signed document, scanned. */
  digest: Sha256Text,
  partialCumulation: Type.Optional(Type.Literal(true)),
};
export const DeclarationToEnter = Type.Object(DeclarationBoxes, closed);
export type DeclarationToEnter = Static<typeof DeclarationToEnter>;

/** The keys that must be read to enter a declaration. */
export const keysToDeclare = (args: DeclarationToEnter, memberCode: string): StateKey[] => [
  exporterKey(memberCode, args.exporter),
  certificateKey({ member: memberCode, office: `CE-${args.exporter}`, number: args.number }),
  ...departureKeys(args.importing),
  formKey(originDeclaration.code),
];

/** A declaration that may be entered, and what it was judged by. */
export interface NewDeclaration {
  readonly record: CertificateRecord;
  readonly exporter: ExporterRecord;
  readonly form: Form;
}

/**
 * The record of a new declaration, when every rule of its public part is kept: exporter, signatory and products as the
 * register lists them on the document's date, number, members and dates.
 * @throws OriginError EXPORTER_UNKNOWN, ISSUER_MISMATCH, NUMBER_USED, MEMBER_UNKNOWN, MEMBER_DEPARTED, FORM_MEMBERS,
 *   REQUEST_CLAIMS, ISSUE_DATE, EXPORTER_NOT_LISTED, SIGNATORY_NOT_LISTED, PRODUCT_NOT_LISTED, PARCEL_MISSING,
 *   PARCEL_READERS
 */
export const newDeclaration = holds(
  ['OCP 2.6', 'OCP 12A.3', 'OCP 12A.4', 'OCP 12B.4', 'OCP 12B.5', 'OCP 12B.6', 'reading listed'],
  (args: DeclarationToEnter, context: Omit<ActContext<unknown>, 'args'>): NewDeclaration => {
    const { claims, actId, at, state, signer } = context;
    const member = requireMember(signer);
    const exporter = state.get<ExporterRecord>(exporterKey(member.code, args.exporter));
    if (exporter === undefined) throw refusal('EXPORTER_UNKNOWN', 'args.exporter');
    if (exporter.party !== signer.key?.holder) throw refusal('ISSUER_MISMATCH', 'args.exporter');
    const reference = { member: member.code, office: `CE-${args.exporter}`, number: args.number };
    if (state.get(certificateKey(reference)) !== undefined) throw refusal('NUMBER_USED', 'args.number');
    const importing = state.get<MemberRecord>(memberKey(args.importing));
    if (importing?.exchanges !== true) throw refusal('MEMBER_UNKNOWN', 'args.importing');
    requirePresent(state, importing.code, 'args.importing');
    const form = formIn(state, originDeclaration.code) ?? originDeclaration;
    const { members } = form;
    if (args.items > form.itemLimit) throw refusal('REQUEST_CLAIMS', 'args.items');
    if (importing.code === member.code || !members.includes(member.code) || !members.includes(importing.code))
      throw refusal('FORM_MEMBERS', 'args.importing');
    if (!isCalendarDate(args.departure)) throw refusal('REQUEST_CLAIMS', 'args.departure');
    if (!isCalendarDate(args.date) || args.date > dayOf(at, member.utcOffsetMinutes))
      throw refusal('ISSUE_DATE', 'args.date');
    const problem = notHonoured(exporter, args);
    if (problem !== undefined) throw refusal(problem, 'args.exporter');
    const parcel = parcelOf(claims.parcels[0], reference, [member.code, importing.code], 'parcels[0]');
    const record: CertificateRecord = {
      reference,
      form: originDeclaration.code,
      importing: importing.code,
      issued: args.date,
      departure: args.departure,
      retroactive: false,
      ...(args.partialCumulation === undefined ? {} : { partialCumulation: true }),
      expires: validityEnd(args.date, form.validityMonths),
      items: args.items,
      commitment: parcel.commitment,
      validity: 'VALID',
      transmission: 'ISSUED',
      declaration: {
        exporter: args.exporter,
        signatory: args.signatory,
        medium: args.medium,
        digest: args.digest,
      },
      issuedIn: actId,
      lastAct: actId,
      lastAt: at,
    };
    return { record, exporter, form };
  },
);
