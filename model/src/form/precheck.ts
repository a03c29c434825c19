import { findingsOf, holds, type Finding, type Rule } from '../rule/rule.js';
import { readDraft } from './draft.js';
import { remedyOf } from './form-wanted.js';
import { impossibleDates } from './impossible-dates.js';
import { boxRules } from './rules/box-rules.js';
import { criterionRules } from './rules/criterion-rules.js';
import { dateRules } from './rules/date-rules.js';
import type { DocumentInput } from './rules/document-input.js';
import { fobRules } from './rules/fob-rules.js';
import { flagRules } from './rules/flag-rules.js';

/** Every rule of the boxes of a document, in the order of the boxes' concern. */
export const documentRules: readonly Rule<DocumentInput>[] = [
  ...boxRules,
  ...criterionRules,
  ...fobRules,
  ...flagRules,
  ...dateRules,
];

/** What a pre-check needs beside the document. */
export type PrecheckContext = Omit<DocumentInput, 'document'>;

/**
 * Lists everything that is wrong with an application or a document at once, before anybody signs: errors refuse
 * the issue, warnings pass and are recorded. Boxes that are missing or ill-typed are errors of their own, and do
 * not keep the others from being judged.
 */
export const precheck = holds(
  ['OCP 3', 'OCP 5', 'OCP 6', 'OCP 28', 'OCP 16.1'],
  (value: unknown, context: PrecheckContext): Finding[] => {
    const { draft, problems } = readDraft(value);
    const incomplete = problems.map((box): Finding => ({
      box,
      rule: 'OCP 28',
      weight: 'error',
      remedy: remedyOf(box),
    }));
    const impossible = impossibleDates(draft).map((box): Finding => ({
      box,
      rule: 'OCP 28',
      weight: 'error',
      remedy: 'State a date that exists.',
    }));
    return [...incomplete, ...impossible, ...findingsOf(documentRules, { ...context, document: draft })];
  },
);
