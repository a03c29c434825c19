import { Type, type Static } from 'typebox';
import type { ActContext } from '../act/act-definition.js';
import { certificateKey, formKey, memberKey, type StateKey } from '../act/state-key.js';
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
import { CalendarDateText, closed, MemberCode } from '../validation/vocabulary.js';
import { declarationReference } from './declaration-contents.js';
import { dayOf } from './exporter-record.js';

/** What the public act says of a declaration: who, of what and on which document stands in its contents. */
export const DeclarationBoxes = {
  /** 96 random bits: the number of the document, mostly an invoice's, is nobody else's to know. */
  number: Type.String({ pattern: '^[0-9A-F]{24}$' }),
  date: CalendarDateText,
  importing: MemberCode,
  departure: CalendarDateText,
  items: Type.Integer({ minimum: 1, maximum: 1000 }),
};
export const DeclarationToEnter = Type.Object(DeclarationBoxes, closed);
export type DeclarationToEnter = Static<typeof DeclarationToEnter>;

/** The keys that must be read to enter a declaration; not the exporter's entry: which keys were read stands in the block. */
export const keysToDeclare = (args: DeclarationToEnter, memberCode: string): StateKey[] => [
  certificateKey(declarationReference(memberCode, args.number)),
  ...departureKeys(args.importing),
  formKey(originDeclaration.code),
];

/** A declaration that may be entered, and what it was judged by. */
export interface NewDeclaration {
  readonly record: CertificateRecord;
  readonly form: Form;
}

/**
 * The record of a new declaration, when every rule of its public part is kept: number, members and dates. Exporter,
 * signatory and products are judged by who reads its contents: {@link declarationProblem}.
 * @throws OriginError NUMBER_USED, MEMBER_UNKNOWN, MEMBER_DEPARTED, FORM_MEMBERS, REQUEST_CLAIMS, ISSUE_DATE,
 *   PARCEL_MISSING, PARCEL_READERS
 */
export const newDeclaration = holds(
  ['OCP 12B.4', 'OCP 12B.5', 'OCP 12B.6'],
  (args: DeclarationToEnter, context: Omit<ActContext<unknown>, 'args'>): NewDeclaration => {
    const { claims, actId, at, state, signer } = context;
    const member = requireMember(signer);
    const reference = declarationReference(member.code, args.number);
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
    const parcel = parcelOf(claims.parcels[0], reference, [member.code, importing.code], 'parcels[0]');
    const record: CertificateRecord = {
      reference,
      form: originDeclaration.code,
      importing: importing.code,
      issued: args.date,
      departure: args.departure,
      retroactive: false,
      expires: validityEnd(args.date, form.validityMonths),
      items: args.items,
      commitment: parcel.commitment,
      validity: 'VALID',
      transmission: 'ISSUED',
      issuedIn: actId,
      lastAct: actId,
      lastAt: at,
    };
    return { record, form };
  },
);
