import { Type, type Static } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { certificateKey, exporterKey, formKey, memberKey } from '../act/state-key.js';
import { isCalendarDate } from '../calendar/calendar-date.js';
import { refusal } from '../certificate/certificate-act.js';
import { validityEnd } from '../certificate/issue-date.js';
import { formIn } from '../certificate/new-certificate.js';
import { parcelOf } from '../certificate/parcel.js';
import type { CertificateRecord } from '../certificate/records.js';
import { referenceText } from '../certificate/reference.js';
import { originDeclaration } from '../form/tables/origin-declaration.js';
import { departureKeys, requirePresent } from '../registry/departure.js';
import type { MemberRecord } from '../registry/records.js';
import { requireMember } from '../registry/require-member.js';
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
export const DeclarationToEnter = Type.Object(
  {
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
  },
  closed,
);
export type DeclarationToEnter = Static<typeof DeclarationToEnter>;

/**
 * A certified exporter enters an origin declaration: the digest of the document that a listed signatory signed by
 * hand, which no signature of a system replaces. Date and number are the document's. It is honoured or refused by
 * the register as of that date, and from then on goes the way of every proof: sent, received, decided, checked.
 */
export const declareOrigin = defineAct({
  op: 'selfcertification.declare/1',
  title: 'Enter an origin declaration',
  kind: 'public',
  roles: ['exporter'],
  rules: [
    'OCP 2.6',
    'OCP 12A.3',
    'OCP 12A.4',
    'OCP 12B.1',
    'OCP 12B.2',
    'OCP 12B.4',
    'OCP 12B.5',
    'OCP 12B.6',
    'OCP 12B.7',
    'OCP 1A',
    'reading OD',
    'reading listed',
  ],
  args: DeclarationToEnter,
  reads: (args, memberCode) => [
    exporterKey(memberCode, args.exporter),
    certificateKey({ member: memberCode, office: `CE-${args.exporter}`, number: args.number }),
    ...departureKeys(args.importing),
    formKey(originDeclaration.code),
  ],
  decide({ args, claims, actId, at, state, signer }) {
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
    if (claims.parcels.length > 1) throw refusal('PARCEL_UNDECLARED', 'parcels');
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
      issuedBy: actId.split('.')[0] ?? '',
      lastAct: actId,
      lastAt: at,
    };
    const name = referenceText(reference);
    return {
      writes: [{ key: certificateKey(reference), value: record, owner: member }],
      privateWrites: [],
      result: { reference: name, expires: record.expires },
      previous: { [name]: [], [`exporter ${member.code}.${args.exporter}`]: [exporter.lastAct] },
    };
  },
});
