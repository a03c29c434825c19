import { holds, defineRule, type Rule } from '../../rule/rule.js';
import type { Form } from '../form-definition.js';
import { parseCriterion } from '../origin-criterion.js';
import { itemBoxes, type DocumentInput, type DraftItem } from './document-input.js';

/** Whether a value content by the formula of Article 29 is applied: combinations and partial cumulation too. */
export function usesValueContent(form: Pick<Form, 'criteria'>, criterion: string | undefined): boolean {
  const parts = criterion === undefined ? undefined : parseCriterion(form.criteria, criterion);
  return parts?.some(({ word }) => word === 'RVC' || word === 'PC') ?? false;
}

/**
 * FOB stands in box 9 only if value content is applied and a member that requires it is at either end: back to
 * back certificates and declarations too.
 */
export const fobShown = holds(
  ['OCP 25', 'reading FOB'],
  (
    form: Pick<Form, 'criteria' | 'fobMembers'>,
    criterion: string | undefined,
    exporting: string,
    importing: string | undefined,
  ): boolean =>
    usesValueContent(form, criterion) &&
    (form.fobMembers ?? []).some((member) => member === exporting || member === importing),
);

const expected = (input: DocumentInput, { originCriterion }: DraftItem): boolean =>
  fobShown(input.form, originCriterion, input.exporting, input.document.declaration?.importing);

export const fobRules: readonly Rule<DocumentInput>[] = [
  defineRule({
    id: 'OCP 25',
    also: ['OCP 11.1(b)'],
    weight: 'error',
    remedy: 'Show the FOB price: value content is applied and a member that requires it takes part.',
    check: (input) => itemBoxes(input, 'fob', (item) => item.fob === undefined && expected(input, item)),
  }),
  defineRule({
    id: 'reading FOB',
    weight: 'warning',
    remedy: 'Leave the FOB price out: nothing asks for it here. It is no ground of refusal.',
    check: (input) =>
      itemBoxes(
        input,
        'fob',
        (item) => item.fob !== undefined && input.form.fobMembers !== undefined && !expected(input, item),
      ),
  }),
];
