import type { CalendarDate } from '../calendar/calendar-date.js';
import { readDraft, type DraftDocument } from '../form/draft.js';
import { forms, type Form } from '../form/form.js';
import { remedyOf } from '../form/form-wanted.js';
import { precheck } from '../form/precheck.js';
import type { CodeLists, DraftItem } from '../form/rules/document-input.js';
import { holds, type Finding } from '../rule/rule.js';

export interface ApplicationContext {
  /** The member that would issue the certificate. */
  readonly member: string;
  /** The day it is handed in, in the zone of that member. */
  readonly submitted: CalendarDate;
  /** Code of who applies; undefined while nobody does. */
  readonly applicant?: string;
  /** What the register says of a form, where it says more than the tables of this package. */
  readonly formOf?: (code: string) => Form | undefined;
  readonly lists?: CodeLists;
}

/** Stands where the issuing authority will write: well-formed, so that no finding is about its boxes. */
const OPEN = { salt: 'A'.repeat(43), number: '0' } as const;

/**
 * Pre-checks an application: everything that is wrong with it at once, errors and warnings, each with its box, rule and
 * remedy. Boxes of the issuing authority (head, box 12) are not the applicant's and are passed over.
 */
export const checkApplication = holds(
  ['OCP 3', 'OCP 5', 'OCP 6', 'OCP 28', 'OCP 16.1', 'reading FOB'],
  (value: unknown, context: ApplicationContext): Finding[] => {
    const { member, submitted, applicant, lists } = context;
    const document = completed(value, context);
    const { draft } = readDraft(document);
    const form = formOf(draft, context);
    if (form === undefined) return [unknownForm, ...incomplete(document)];
    const found = precheck(document, {
      form,
      exporting: member,
      submitted,
      ...(lists === undefined ? {} : { lists }),
    });
    return [
      ...(form.kind === 'certificate' ? [] : [unknownForm]),
      ...(applicant === undefined || draft.exporter?.party === applicant ? [] : [foreignExporter]),
      // An application tells every FOB price; the certificate shows it only where rule 25 asks for it.
      ...found.filter(({ rule }) => rule !== 'reading FOB'),
      ...missingFob(draft.items ?? [], form, found),
    ];
  },
);

/** Whether nothing stands in the way of handing it in. */
export const isAcceptable = (findings: readonly Finding[]): boolean =>
  findings.every(({ weight }) => weight === 'warning');

function completed(value: unknown, { member, submitted }: ApplicationContext): unknown {
  if (!isObject(value)) return value;
  const { certification, declaration } = value;
  const place = isObject(certification) ? certification['place'] : undefined;
  return {
    ...value,
    salt: OPEN.salt,
    reference: { member, office: OPEN.number, number: OPEN.number },
    certification: { place: place ?? '-', date: submitted, signatory: `${member}:0` },
    ...(isObject(declaration) ? { declaration: { date: submitted, ...declaration } } : {}),
  };
}

function formOf({ form }: DraftDocument, context: ApplicationContext): Form | undefined {
  return form === undefined ? undefined : (context.formOf?.(form) ?? forms.get(form));
}

function incomplete(document: unknown): Finding[] {
  return readDraft(document)
    .problems.filter((box) => box !== 'form')
    .map((box) => ({ box, rule: 'OCP 28', weight: 'error', remedy: remedyOf(box) }));
}

const unknownForm: Finding = {
  box: 'form',
  rule: 'form data',
  weight: 'error',
  remedy: 'Apply for a certificate on a form in use.',
};

const foreignExporter: Finding = {
  box: 'exporter.party',
  rule: 'OCP 5',
  weight: 'error',
  remedy: 'Name in box 1 the code of the exporter you sign for: an agent has a key under that code.',
};

function missingFob(items: readonly DraftItem[], form: Form, found: readonly Finding[]): Finding[] {
  if (form.fobMembers === undefined) return [];
  return items
    .map((item, index) => ({ item, box: `items[${index}].fob` }))
    .filter(({ item, box }) => item.fob === undefined && !found.some((finding) => finding.box === box))
    .map(({ box }) => ({
      box,
      rule: 'reading FOB',
      weight: 'warning',
      remedy: 'Tell the FOB price to the authority; the certificate shows it only where rule 25 asks for it.',
    }));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
