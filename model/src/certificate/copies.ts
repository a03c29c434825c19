import { Type } from 'typebox';
import { addMonths } from '../calendar/calendar-date.js';
import { holds } from '../rule/rule.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import { closed, Salt } from '../validation/vocabulary.js';
import { defineCertificateAct, refusal } from './certificate-act.js';
import { isDeclaration } from './is-declaration.js';
import type { CertificateRecord } from './records.js';
import { CertificateReference } from './reference.js';

/** Copies and re-issues are made within one year from the original's issue, the last day included. */
export const withinYearOfIssue = holds(
  ['OCP 12', 'OCP 29.1'],
  (issued: string, today: string): boolean => today <= addMonths(issued, 12),
);

/** @throws OriginError DECLARATION */
function checkNoDeclaration(certificate: CertificateRecord): void {
  if (isDeclaration(certificate)) throw refusal('DECLARATION', 'args.reference');
}

/** Issues the same electronic certificate again: contents, date, expiry and quantity stay, the mark is new. */
export const reissue = defineCertificateAct({
  op: 'certificate.reissue/1',
  title: 'Re-issue the same electronic certificate',
  roles: ['signatory'],
  rules: ['OCP 29.1', 'OCP 2.2', 'reading re-issue'],
  by: 'issuing',
  listed: true,
  args: Type.Object({ reference: CertificateReference }, closed),
  needs: ['VALID'],
  change({ certificate, today, actId, at }) {
    checkNoDeclaration(certificate);
    if (!withinYearOfIssue(certificate.issued, today)) throw refusal('TOO_LATE', 'args.reference');
    const reissues = [...(certificate.reissues ?? []), { act: actId, at }];
    return { certificate: { reissues }, result: { reissues: reissues.length, issued: certificate.issued } };
  },
});

/** Why a paper is copied. */
export const CopyCause = Type.Union([
  Type.Literal('THEFT'),
  Type.Literal('LOSS'),
  Type.Literal('DESTRUCTION'),
]);
export const CopyContents = Type.Object({ salt: Salt, cause: CopyCause }, closed);

const copy = plainValidatorOf(CopyContents);

/** Boxes wrong in what the other state is told of a true copy: the original was stolen, lost or destroyed. */
export const copyProblems = holds(['OCP 12'], (contents: unknown): string[] => copy.problems(contents));

/** Records a certified true copy of a paper that was stolen, lost or destroyed: it bears the original's date. */
export const trueCopy = defineCertificateAct({
  op: 'certificate.true-copy/1',
  title: 'Make a certified true copy of a lost paper',
  roles: ['signatory'],
  rules: ['OCP 12', 'OCP 2.2'],
  by: 'issuing',
  listed: true,
  args: Type.Object({ reference: CertificateReference }, closed),
  parcel: 'cause',
  needs: ['VALID'],
  change({ certificate, today, actId, at, parcel }) {
    checkNoDeclaration(certificate);
    if (!withinYearOfIssue(certificate.issued, today)) throw refusal('TOO_LATE', 'args.reference');
    const trueCopies = [...(certificate.trueCopies ?? []), { act: actId, at, parcel }];
    return { certificate: { trueCopies }, result: { copies: trueCopies.length, issued: certificate.issued } };
  },
});
