import { Type } from 'typebox';
import { holds } from '../rule/rule.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import { closed, Salt } from '../validation/vocabulary.js';

/** Why a certificate was ended: what the importing member is told of it. */
export const ReasonContents = Type.Object(
  { salt: Salt, reason: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }) },
  closed,
);

const reason = plainValidatorOf(ReasonContents);

/** Boxes wrong in the reason of a cancellation, revocation or replacement: it says something. */
export const reasonProblems = holds(['HB 5.1', 'reading cancel'], (contents: unknown): string[] =>
  reason.problems(contents),
);
