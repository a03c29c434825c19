import type { CertificateReference } from '../certificate/reference.js';
import { canonicalText, parseCanonical } from '../canonical/canonical-json.js';
import { OriginError } from '../errors/origin-error.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import { forms, type Form } from './form.js';
import { impossibleDates } from './impossible-dates.js';
import { FormDDocument } from './form-d-document.js';
import { criterionProblem } from './origin-criterion.js';
import { documentRules } from './precheck.js';
import { findingsOf } from '../rule/rule.js';

const validator = plainValidatorOf(FormDDocument);

/** The public part a document must agree with: arguments of its issue, or its record. */
export interface PublicPart {
  readonly reference: CertificateReference;
  readonly form: string;
  readonly importing: string;
  readonly issued: string;
  readonly departure: string;
  readonly retroactive: boolean;
  readonly items: number;
  /** Absent: no. The contract knows this flag, since rules depend on it. */
  readonly backToBack?: boolean;
  /** Box 12: who signs the request, or the declaration by hand. A record names only the key. */
  readonly signatory?: string;
}

/**
 * Reads the bytes of a document and checks every box for form.
 * @param form what the register says of the form, where it says more than the tables of this package
 * @throws OriginError PARCEL_NOT_CANONICAL, DOCUMENT_INVALID
 */
export function readDocument(bytes: Uint8Array | string, box: string, form?: Form): FormDDocument {
  const value = parseCanonical(bytes);
  if (value === undefined) throw new OriginError('PARCEL_NOT_CANONICAL', { boxes: [box], stage: 'request' });
  return documentIn(value, box, form);
}

/**
 * A document parsed already: checks every box for form, as {@link readDocument} does.
 * @throws OriginError DOCUMENT_INVALID
 */
export function documentIn(value: unknown, box: string, form?: Form): FormDDocument {
  if (!validator.is(value))
    throw new OriginError('DOCUMENT_INVALID', {
      boxes: validator.problems(value).map((path) => `${box}.${path}`),
      stage: 'request',
    });
  const wrong = [...impossibleDates(value), ...wrongKind(value, form ?? forms.get(value.form))];
  if (wrong.length > 0)
    throw new OriginError('DOCUMENT_INVALID', {
      boxes: wrong.map((path) => `${box}.${path}`),
      stage: 'request',
    });
  return value;
}

/**
 * A document says the same as its public part, box by box.
 * @throws OriginError DOCUMENT_DISAGREES with every box that differs
 */
export function checkAgreement(document: FormDDocument, stated: PublicPart, box: string): void {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['form', document.form, stated.form],
    ['reference', canonicalText(document.reference), canonicalText(stated.reference)],
    ['declaration.importing', document.declaration.importing, stated.importing],
    ['certification.date', document.certification.date, stated.issued],
    ['transport.departure', document.transport.departure, stated.departure],
    ['flags.issuedRetroactively', document.flags.issuedRetroactively !== undefined, stated.retroactive],
    ['flags.backToBack', document.flags.backToBack !== undefined, stated.backToBack ?? false],
    [
      'certification.signatory',
      document.certification.signatory,
      stated.signatory ?? document.certification.signatory,
    ],
    ['items', document.items.length, stated.items],
    ['items.number', document.items.every((item, index) => item.number === index + 1), true],
  ];
  const boxes = pairs.filter(([, left, right]) => left !== right).map(([path]) => `${box}.${path}`);
  if (boxes.length > 0) throw new OriginError('DOCUMENT_DISAGREES', { boxes, stage: 'request' });
}

/**
 * Every rule of the boxes that refuses: only who reads the contents can apply them, so the issuing member's gateway
 * does before it takes an issue. Warnings pass.
 * @param exporting the member that issues it, or whose certified exporter makes it out
 * @throws OriginError DOCUMENT_RULES with every box that breaks one; the pre-check names rule and remedy of each
 */
export function checkRules(document: FormDDocument, form: Form, exporting: string, box: string): void {
  const submitted = document.certification.date;
  const broken = findingsOf(documentRules, { document, form, exporting, submitted }).filter(
    ({ weight }) => weight === 'error',
  );
  const boxes = [...new Set(broken.map((finding) => `${box}.${finding.box}`))];
  if (boxes.length > 0) throw new OriginError('DOCUMENT_RULES', { boxes, stage: 'request' });
}

/** What a declaration says of itself, and nothing else does (OCP 12B.1); box 8 as its form's table allows. */
function wrongKind(document: FormDDocument, form: Form | undefined): string[] {
  const declared = form?.kind === 'declaration';
  return [
    ...((document.selfCertification !== undefined) === declared ? [] : ['selfCertification']),
    ...wrongCriteria(document, form),
  ];
}

/** Box 8 as its form's table allows; a form that nobody knows is refused with its public part. */
function wrongCriteria(document: FormDDocument, form: Form | undefined): string[] {
  if (form === undefined) return ['form'];
  return document.items.flatMap(({ originCriterion }, index) => {
    const problem = criterionProblem(form, originCriterion);
    return problem === undefined || problem === 'UNLISTED_COMBINATION' || problem === 'NOT_CHECKED'
      ? []
      : [`items[${index}].originCriterion`];
  });
}
