import { defineRule, type Rule } from '../../rule/rule.js';
import { criterionPieces, isTariffChange } from '../origin-criterion.js';
import { usesWord, type DocumentInput } from './document-input.js';

const criteriaOf = ({ document }: DocumentInput): string[] =>
  (document.items ?? []).flatMap(({ originCriterion }) => originCriterion ?? []);
const partial = (criterion: string): boolean => usesWord(criterion, 'PC');
const changesTariff = (criterion: string): boolean => criterionPieces(criterion).some(isTariffChange);
/** The box, when the rule is broken. */
const when = (broken: boolean, box: string): string[] => (broken ? [box] : []);

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
    weight: 'warning',
    remedy: 'Clear the accumulation mark, or state a criterion that lets materials of another member count.',
    check: (input) =>
      when(
        input.document.flags?.accumulation === true &&
          criteriaOf(input).length > 0 &&
          criteriaOf(input).every((criterion) => criterion === 'WO'),
        'flags.accumulation',
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
      'De minimis excuses a missing tariff change: clear the mark, or state CC, CTH or CTSH for the item.',
    check: (input) =>
      when(
        input.document.flags?.deMinimis === true &&
          input.form.criteria.open !== true &&
          !criteriaOf(input).some(changesTariff),
        'flags.deMinimis',
      ),
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
