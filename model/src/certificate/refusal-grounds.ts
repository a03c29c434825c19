import { Type, type Static } from 'typebox';
import { holds } from '../rule/rule.js';

/** Coded reasons for not giving preference to an item. */
export const RefusalGround = Type.Union([
  Type.Literal('NOT_ORIGINATING'),
  Type.Literal('NOT_AUTHENTIC'),
  Type.Literal('SIGNATORY_NOT_LISTED'),
  Type.Literal('EXPORTER_NOT_LISTED'),
  Type.Literal('PRODUCT_NOT_LISTED'),
  Type.Literal('CRITERION'),
  Type.Literal('DIRECT_CONSIGNMENT'),
  Type.Literal('GOODS_DIFFER'),
  Type.Literal('PRESENTED_LATE'),
  Type.Literal('DATA_MISSING'),
  Type.Literal('NO_CONSENT_TO_VISIT'),
  Type.Literal('NO_REPLY'),
  Type.Literal('PARTIAL_CUMULATION'),
  Type.Literal('MINOR_DISCREPANCY'),
  Type.Literal('CLASSIFICATION'),
  Type.Literal('OTHER'),
]);
export type RefusalGround = Static<typeof RefusalGround>;

/** A minor discrepancy of the matrix, as a decision records it. */
export const MinorDiscrepancy = Type.Union([
  Type.Literal('TYPING'),
  Type.Literal('TICK_MARKS'),
  Type.Literal('SIGNATURE_SLIGHTLY_DIFFERENT'),
  Type.Literal('UNITS_DIFFER_FROM_DOCUMENTS'),
  Type.Literal('PAPER_SIZE'),
  Type.Literal('INK_COLOUR'),
  Type.Literal('DESCRIPTION_SLIGHTLY_DIFFERENT'),
  Type.Literal('DESCRIPTION_AGAINST_REGISTER'),
]);
export type MinorDiscrepancy = Static<typeof MinorDiscrepancy>;

/** The matrix of minor discrepancies, with those that only paper can have. */
export const minorDiscrepancies = [
  { number: 1, code: 'TYPING', paperOnly: false },
  { number: 2, code: 'TICK_MARKS', paperOnly: true },
  { number: 3, code: 'SIGNATURE_SLIGHTLY_DIFFERENT', paperOnly: false },
  { number: 4, code: 'UNITS_DIFFER_FROM_DOCUMENTS', paperOnly: false },
  { number: 5, code: 'PAPER_SIZE', paperOnly: true },
  { number: 6, code: 'INK_COLOUR', paperOnly: true },
  { number: 7, code: 'DESCRIPTION_SLIGHTLY_DIFFERENT', paperOnly: false },
  { number: 8, code: 'DESCRIPTION_AGAINST_REGISTER', paperOnly: false },
] as const satisfies readonly { number: number; code: MinorDiscrepancy; paperOnly: boolean }[];

/** How much a discrepancy of the matrix weighs: a warning, and nothing where it cannot occur. */
export const discrepancyWeight = holds(
  ['OCP 16.1'],
  (code: MinorDiscrepancy, medium: 'paper' | 'electronic'): 'warning' | undefined =>
    medium === 'electronic' && minorDiscrepancies.some((entry) => entry.code === code && entry.paperOnly)
      ? undefined
      : 'warning',
);

/** Whether keywords of the registered description all stand in the declaration's (matrix, 8). */
export const keywordsPresent = holds(
  ['OCP 16.1', 'OCP 12B.3'],
  (keywords: readonly string[], description: string): boolean => {
    const text = description.normalize('NFC').toUpperCase();
    return keywords.every((keyword) => text.includes(keyword.normalize('NFC').toUpperCase()));
  },
);

const NO_GROUND: ReadonlySet<RefusalGround> = new Set(['MINOR_DISCREPANCY', 'CLASSIFICATION', 'NO_REPLY']);

/**
 * Whether preference may be refused on these grounds: minor discrepancies alone never, a different classification
 * never, silence never (no reply is not "not originating"), and no ground at all neither.
 */
export const mayRefuse = holds(
  ['OCP 16.1', 'OCP 16.2', 'reading overdue'],
  (grounds: readonly RefusalGround[]): boolean => grounds.some((ground) => !NO_GROUND.has(ground)),
);
