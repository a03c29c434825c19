import { holds } from '../rule/rule.js';
import type { CriteriaTable, Form, PercentageRule } from './form-definition.js';

/** One word of box 8, with its percentage where it carries one. */
export interface CriterionPart {
  readonly word: string;
  readonly percent?: number;
}

/** What is wrong with a text of box 8. */
export type CriterionProblem =
  /** Not words, percentages and plus signs in their one spelling. */
  | 'MALFORMED'
  /** A word the form's table does not know. */
  | 'UNKNOWN_WORD'
  /** A percentage that is missing, not allowed, not whole, or out of its bounds. */
  | 'PERCENTAGE'
  /** Known words in a combination the table does not list: passes with a warning. */
  | 'UNLISTED_COMBINATION'
  /** The form's table is not known here: passes with a warning. */
  | 'NOT_CHECKED';

const PERCENT = /^(?:(.+?) )?(0|[1-9][0-9]{0,2})(\.[0-9]+)?%$/;
const TARIFF_CHANGE: ReadonlySet<string> = new Set(['CC', 'CTH', 'CTSH', 'CTC']);

/** Whether goods with this word changed their tariff classification. */
export const isTariffChange = (word: string): boolean => TARIFF_CHANGE.has(word);

/** The parts of a combination: Form D's notes write `CTSH + 35%`, the format of declarations `CTSH+35%`. */
export const criterionPieces = (text: string): string[] => text.split(/ ?\+ ?/);

/** The word that a bare percentage stands for in this form (`40%` is RVC on Form D). */
const bareWord = (table: CriteriaTable): string | undefined =>
  Object.entries(table.percentages).find(([, rule]) => rule.bare === true)?.[0];

/** Box 8 taken apart: `CTSH + 35%` is CTSH and RVC 35. Undefined when it has another spelling. */
export function parseCriterion(table: CriteriaTable, text: string): readonly CriterionPart[] | undefined {
  const parts: CriterionPart[] = [];
  for (const piece of criterionPieces(text)) {
    const match = PERCENT.exec(piece);
    const bare = bareWord(table);
    if (match === null) {
      if (piece === '' || piece !== piece.trim() || piece.includes('%')) return undefined;
      // What a form writes as the bare percentage has no other spelling.
      if (piece === bare) return undefined;
      parts.push({ word: piece });
      continue;
    }
    const [, word, whole, fraction] = match;
    if (word === undefined ? bare === undefined : word === bare) return undefined;
    parts.push({ word: word ?? bare ?? '', percent: fraction === undefined ? Number(whole) : Number.NaN });
  }
  return parts;
}

/**
 * Checks box 8 of one item against its form's table. An unknown word or a wrong percentage is refused, a
 * combination the table does not list passes with a warning: the tables are not exhaustive.
 */
export const criterionProblem = holds(
  [
    'note 3',
    'criteria words',
    'criteria combination',
    'RVC alone',
    'PC content',
    'form A share',
    'AANZ percentage',
    'HB percentage',
    'form data',
    'OCP 8',
  ],
  (form: Pick<Form, 'criteria'>, text: string): CriterionProblem | undefined => {
    const { criteria: table } = form;
    if (table.open === true) return text.trim() === '' ? 'MALFORMED' : 'NOT_CHECKED';
    const parts = parseCriterion(table, text);
    if (parts === undefined) return 'MALFORMED';
    if (parts.some(({ word }) => !table.first.includes(word) && !table.further.includes(word)))
      return 'UNKNOWN_WORD';
    if (parts.some((part) => !percentageFits(part, parts, table.percentages[part.word]))) return 'PERCENTAGE';
    return listed(table, parts) ? undefined : 'UNLISTED_COMBINATION';
  },
);

function percentageFits(
  { word, percent }: CriterionPart,
  parts: readonly CriterionPart[],
  rule: PercentageRule | undefined,
): boolean {
  const wanted =
    rule?.when === 'always' ||
    (rule?.when === 'withTariffChange' && parts.some((part) => isTariffChange(part.word)));
  if (rule === undefined || !wanted) return percent === undefined;
  // Whole, rounded down (HB): 40.6 is written 40, and 39.99 is 39, not 40.
  if (percent === undefined || !Number.isInteger(percent)) return false;
  const minimum = parts.length === 1 ? (rule.minimumAlone ?? rule.minimum) : rule.minimum;
  return word !== '' && percent >= (minimum ?? 1) && percent <= (rule.maximum ?? 100);
}

/** Whether the words stand in this combination in the table, in any order. */
function listed(table: CriteriaTable, parts: readonly CriterionPart[]): boolean {
  const words = parts.map(({ word }) => word);
  if (new Set(words).size !== words.length) return false;
  if (words.length === 1) return table.first.includes(words[0] ?? '');
  if (words.some((word) => table.alone.includes(word)) || words.length > 1 + table.maxFurther) return false;
  return words.some(
    (first) =>
      table.first.includes(first) && words.every((word) => word === first || table.further.includes(word)),
  );
}

/** The percentages of box 8, in one order: a back-to-back repeats those of its original (HB, Table A.4). */
export const percentagesOf = holds(
  ['HB back-to-back percentage'],
  (form: Pick<Form, 'criteria'>, text: string): string =>
    (parseCriterion(form.criteria, text) ?? [])
      .filter(({ percent }) => percent !== undefined)
      .map(({ word, percent }) => `${word} ${percent}`)
      .sort()
      .join(),
);
