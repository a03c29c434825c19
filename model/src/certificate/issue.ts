import { Type } from 'typebox';
import { defineAct, type Write } from '../act/act-definition.js';
import { certificateKey, memberKey } from '../act/state-key.js';
import { isCalendarDate } from '../calendar/calendar-date.js';
import { OriginError } from '../errors/origin-error.js';
import { formOf } from '../form/form.js';
import type { MemberRecord } from '../registry/records.js';
import { requireMember } from '../registry/require-member.js';
import {
  CalendarDateText,
  CertificateNumber,
  closed,
  MemberCode,
  OfficeCode,
} from '../validation/vocabulary.js';
import { checkIssueDate, checkRetroactive, validityEnd } from './issue-date.js';
import { parcelOf } from './parcel.js';
import type { CertificateRecord } from './records.js';
import { referenceText, type CertificateReference } from './reference.js';

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

/**
 * Issues 1 to 500 certificates in one signed request: all or none. The contents of each stay with the issuing
 * member, behind a commitment, until they are sent.
 */
export const issue = defineAct({
  op: 'certificate.issue/1',
  title: 'Issue certificates',
  kind: 'public',
  roles: ['signatory'],
  args: Type.Object({ certificates: Type.Array(CertificateToIssue, { minItems: 1, maxItems: 500 }) }, closed),
  reads: (args, memberCode) => [
    ...args.certificates.map((certificate) => certificateKey({ member: memberCode, ...certificate })),
    ...args.certificates.map((certificate) => memberKey(certificate.importing)),
  ],
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    if (claims.parcels.length !== args.certificates.length)
      throw new OriginError('PARCEL_MISSING', { boxes: ['parcels'], stage: 'contract' });
    const seen = new Set<string>();
    const writes: Write[] = [];
    const issued: { reference: string; expires: string }[] = [];
    args.certificates.forEach((certificate, index) => {
      const box = `args.certificates[${index}]`;
      const reference: CertificateReference = {
        member: member.code,
        office: certificate.office,
        number: certificate.number,
      };
      const name = referenceText(reference);
      if (seen.has(name))
        throw new OriginError('NUMBER_REPEATED', { boxes: [`${box}.number`], stage: 'contract' });
      seen.add(name);
      if (state.get(certificateKey(reference)) !== undefined) {
        throw new OriginError('NUMBER_USED', { boxes: [`${box}.number`], stage: 'contract' });
      }
      const form = formOf(certificate.form, box);
      const importing = state.get<MemberRecord>(memberKey(certificate.importing));
      if (importing?.exchanges !== true)
        throw new OriginError('MEMBER_UNKNOWN', { boxes: [`${box}.importing`], stage: 'contract' });
      if (
        importing.code === member.code ||
        !form.members.includes(member.code) ||
        !form.members.includes(importing.code)
      ) {
        throw new OriginError('FORM_MEMBERS', { boxes: [`${box}.importing`], stage: 'contract' });
      }
      if (certificate.items > form.itemLimit)
        throw new OriginError('REQUEST_CLAIMS', { boxes: [`${box}.items`], stage: 'contract' });
      if (!isCalendarDate(certificate.departure))
        throw new OriginError('REQUEST_CLAIMS', { boxes: [`${box}.departure`], stage: 'contract' });
      checkIssueDate(certificate.issued, claims.iat, member.utcOffsetMinutes, box);
      checkRetroactive(certificate, box);
      const parcel = parcelOf(
        claims.parcels[index],
        reference,
        [member.code, importing.code],
        `parcels[${index}]`,
      );
      const record: CertificateRecord = {
        reference,
        form: form.code,
        importing: importing.code,
        issued: certificate.issued,
        departure: certificate.departure,
        retroactive: certificate.retroactive,
        expires: validityEnd(certificate.issued, form.validityMonths),
        items: certificate.items,
        commitment: parcel.commitment,
        validity: 'VALID',
        transmission: 'ISSUED',
        issuedBy: actId.split('.')[0] ?? '',
        lastAct: actId,
        lastAt: at,
      };
      writes.push({ key: certificateKey(reference), value: record, owner: member });
      issued.push({ reference: name, expires: record.expires });
    });
    return {
      writes,
      privateWrites: [],
      result: { certificates: issued },
      previous: Object.fromEntries(issued.map(({ reference }) => [reference, []])),
    };
  },
});
