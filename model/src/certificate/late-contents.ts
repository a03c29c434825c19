import { Type, type Static } from 'typebox';
import { holds } from '../rule/rule.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import { CalendarDateText, closed, Salt } from '../validation/vocabulary.js';

/** Why a proof presented late is accepted, and which presentation it was. */
export const LateContents = Type.Object(
  {
    salt: Salt,
    presentedOn: CalendarDateText,
    ground: Type.Union([
      Type.Literal('FORCE_MAJEURE'),
      Type.Literal('OTHER_VALID_CAUSE'),
      Type.Literal('IMPORTED_IN_TIME'),
    ]),
    /** The day of importation: required for IMPORTED_IN_TIME. */
    imported: Type.Optional(CalendarDateText),
    /** In words. */
    cause: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }),
  },
  closed,
);
export type LateContents = Static<typeof LateContents>;

const validator = plainValidatorOf(LateContents);

/** A parcel as the acceptance of a late proof, if it is one. */
export const asLateAcceptance = (contents: unknown): LateContents | undefined =>
  validator.is(contents) ? contents : undefined;

/** Boxes wrong in the acceptance of a late proof: it names its cause. */
export const lateProblems = holds(['OCP 14(b)', 'OCP 14(c)'], (contents: unknown): string[] =>
  validator.problems(contents),
);
