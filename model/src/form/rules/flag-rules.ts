import { compareDecimals } from '../../quantity/decimal.js';
import { defineRule, type Rule } from '../../rule/rule.js';
import { criterionPieces, isTariffChange } from '../origin-criterion.js';
import { itemBoxes, usesWord, type DocumentInput, type DraftItem } from './document-input.js';

const criteriaOf = ({ document }: DocumentInput): string[] =>
  (document.items ?? []).flatMap(({ originCriterion }) => originCriterion ?? []);
const partial = (criterion: string): boolean => usesWord(criterion, 'PC');
const changesTariff = (criterion: string): boolean => criterionPieces(criterion).some(isTariffChange);
/** The box, when the rule is broken. */
const when = (broken: boolean, box: string): string[] => (broken ? [box] : []);

/** The mark stands if and only if the data of an item does. */
const marked = (
  { document }: DocumentInput,
  flag: 'accumulation' | 'deMinimis',
  states: (item: DraftItem) => boolean,
): string[] =>
  when((document.flags?.[flag] === true) !== (document.items ?? []).some(states), `flags.${flag}`);
const exceeds = (percent: string, limit: number | undefined): boolean =>
  limit !== undefined && compareDecimals(percent, String(limit)) > 0;

/** Box 13: each flag stands if and only if its data does. What a flag carries is in the document's schema. */
export const flagRules: readonly Rule<DocumentInput>[] = [
  defineRule({
    id: 'reading third country',
    also: ['OCP 23', 'note 11'],
    weight: 'error',
    remedy:
      'Name the country of the company that invoices; it is neither the exporting nor the importing one.',
    check: ({ document, exporting }) => {
      const country = document.flags?.thirdCountryInvoicing?.country;
      const ends = [exporting, document.declaration?.importing];
      return when(country !== undefined && ends.includes(country), 'flags.thirdCountryInvoicing.country');
    },
  }),
  defineRule({
    id: 'note 15',
    weight: 'error',
    remedy:
      'Mark accumulation if and only if an item names the other members whose materials it is made of (accumulatedFrom).',
    check: (input) => [
      ...marked(input, 'accumulation', ({ accumulatedFrom }) => accumulatedFrom !== undefined),
      ...itemBoxes(input, 'accumulatedFrom', ({ accumulatedFrom = [] }) =>
        accumulatedFrom.some(
          (member) =>
            !input.form.members.includes(member) || member === input.document.declaration?.production,
        ),
      ),
    ],
  }),
  defineRule({
    id: 'note 15',
    weight: 'warning',
    remedy: 'Wholly obtained goods have no materials of another member: check criterion or accumulation.',
    check: (input) =>
      itemBoxes(
        input,
        'accumulatedFrom',
        ({ accumulatedFrom, originCriterion }) => accumulatedFrom !== undefined && originCriterion === 'WO',
      ),
  }),
  defineRule({
    id: 'note 16',
    also: ['reading PC'],
    weight: 'error',
    remedy: 'Mark partial cumulation if and only if every item reads PC; it stands alone on its certificate.',
    check: (input) => {
      const criteria = criteriaOf(input);
      const marked = input.document.flags?.partialCumulation === true;
      return [
        ...when(marked ? !criteria.some(partial) : criteria.some(partial), 'flags.partialCumulation'),
        ...when(criteria.some(partial) && !criteria.every(partial), 'items'),
      ];
    },
  }),
  defineRule({
    id: 'note 17',
    weight: 'error',
    remedy:
      'De minimis excuses a missing tariff change (CC, CTH, CTSH) of materials up to a tenth of FOB: mark it if and only if an item states their percentage (deMinimisPercent).',
    check: (input) => [
      ...marked(input, 'deMinimis', ({ deMinimisPercent }) => deMinimisPercent !== undefined),
      ...itemBoxes(
        input,
        'deMinimisPercent',
        ({ deMinimisPercent, originCriterion }) =>
          deMinimisPercent !== undefined &&
          (exceeds(deMinimisPercent, input.form.deMinimisPercent) ||
            (input.form.criteria.open !== true && !changesTariff(originCriterion ?? ''))),
      ),
    ],
  }),
  defineRule({
    id: 'note 12',
    also: ['OCP 11.1(i)'],
    weight: 'error',
    remedy: 'Name each original once, of one first member, on a form that allows back-to-back.',
    check: ({ document, form, exporting }) => {
      const originals = document.flags?.backToBack?.originals;
      if (originals === undefined) return [];
      const names = originals.map(
        ({ reference }) => `${reference?.member ?? ''}.${reference?.office ?? ''}.${reference?.number ?? ''}`,
      );
      const members = new Set(originals.map(({ reference }) => reference?.member));
      return when(
        !form.backToBack ||
          originals.length === 0 ||
          new Set(names).size !== names.length ||
          members.size > 1 ||
          members.has(exporting),
        'flags.backToBack.originals',
      );
    },
  }),
];
