import { defineRule, type Rule } from '../../rule/rule.js';
import { criterionProblem } from '../origin-criterion.js';
import { itemBoxes, type DocumentInput, type DraftItem } from './document-input.js';

const problemOf = (input: DocumentInput, { originCriterion }: DraftItem) =>
  originCriterion === undefined ? undefined : criterionProblem(input.form, originCriterion);

/** Box 8: words, percentages and combinations as the form's table says. */
export const criterionRules: readonly Rule<DocumentInput>[] = [
  defineRule({
    id: 'criteria words',
    also: ['note 3', 'note 4', 'OCP 8'],
    weight: 'error',
    remedy: "State the criterion in the words and spelling of the form's notes.",
    check: (input) =>
      itemBoxes(input, 'originCriterion', (item) =>
        ['MALFORMED', 'UNKNOWN_WORD'].includes(problemOf(input, item) ?? ''),
      ),
  }),
  defineRule({
    id: 'HB percentage',
    also: ['RVC alone', 'PC content', 'form A share', 'AANZ percentage'],
    weight: 'error',
    remedy: 'State a whole percentage, rounded down, where and as high as the form asks for one.',
    check: (input) => itemBoxes(input, 'originCriterion', (item) => problemOf(input, item) === 'PERCENTAGE'),
  }),
  defineRule({
    id: 'criteria combination',
    weight: 'warning',
    remedy: "Check the combination against the form's own rules: it is not in the table known here.",
    check: (input) =>
      itemBoxes(input, 'originCriterion', (item) =>
        ['UNLISTED_COMBINATION', 'NOT_CHECKED'].includes(problemOf(input, item) ?? ''),
      ),
  }),
];
