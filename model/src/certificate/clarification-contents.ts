import { Type, type Static } from 'typebox';
import { holds } from '../rule/rule.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import { closed, Salt } from '../validation/vocabulary.js';

/** How a decision is answered: what is clarified, item by item; nothing, where it is only taken note of. */
export const ClarificationContents = Type.Object(
  {
    salt: Salt,
    items: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1, maximum: 1000 }),
          /** Of every ground on which the item was refused. */
          clarification: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }),
        },
        closed,
      ),
      { maxItems: 1000 },
    ),
  },
  closed,
);
export type ClarificationContents = Static<typeof ClarificationContents>;

const validator = plainValidatorOf(ClarificationContents);

/** A parcel as a clarification, if it is one. */
export const asClarification = (contents: unknown): ClarificationContents | undefined =>
  validator.is(contents) ? contents : undefined;

/** Boxes wrong in a clarification: it says something of every item it names. */
export const clarificationProblems = holds(['OCP 13.4', 'OCP 30.4'], (contents: unknown): string[] =>
  validator.problems(contents),
);
