import { findingsOf, holds, type Finding } from '../rule/rule.js';
import type { FormDDocument } from './form-d-document.js';
import type { Form } from './form.js';
import { documentRules } from './precheck.js';

/**
 * OCP 16.1: what passes with a warning. It follows from the contents, the form and the day of issue alone, so the
 * committed contents are its record: both states find the same in them at any time, and nobody else finds anything.
 * @param exporting the member that issued it, or whose certified exporter made it out
 */
export const warningsOf = holds(
  ['OCP 16.1'],
  (document: FormDDocument, form: Form, exporting: string): Finding[] =>
    findingsOf(documentRules, {
      document,
      form,
      exporting,
      submitted: document.certification.date,
    }).filter(({ weight }) => weight === 'warning'),
);
