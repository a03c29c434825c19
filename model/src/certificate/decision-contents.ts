import { Type, type Static } from 'typebox';
import { holds } from '../rule/rule.js';
import { validatorOf } from '../validation/validator.js';
import { closed, Salt } from '../validation/vocabulary.js';
import { mayRefuse, RefusalGround } from './refusal-grounds.js';

/** What a decision's parcel says, item by item: the part that only the two states read. */
export const DecisionContents = Type.Object(
  {
    salt: Salt,
    certificate: Type.String(),
    items: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1, maximum: 1000 }),
          outcome: Type.Union([Type.Literal('GIVEN'), Type.Literal('NOT_GIVEN')]),
          /** Coded; none for an item that is given. */
          grounds: Type.Array(RefusalGround, { uniqueItems: true }),
          note: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  closed,
);
export type DecisionContents = Static<typeof DecisionContents>;

const validator = validatorOf(DecisionContents);

/** Boxes of a decision that contradict its public part or the rules; gateways of both states ask before they trust it. */
export const decisionProblems = holds(
  ['OCP 13.2', 'OCP 13.3', 'OCP 30.3', 'OCP 16.1', 'OCP 16.2', 'axis preference'],
  (
    contents: unknown,
    stated: { readonly certificate: string; readonly items: readonly number[]; readonly given: boolean },
  ): string[] => {
    if (!validator.is(contents)) return validator.problems(contents);
    const numbers = contents.items.map(({ number }) => number);
    const wrong = contents.items.flatMap(({ outcome, grounds }, index) =>
      (outcome === 'GIVEN' ? grounds.length === 0 : mayRefuse(grounds)) ? [] : [`items[${index}].grounds`],
    );
    return [
      ...(contents.certificate === stated.certificate ? [] : ['certificate']),
      ...([...numbers].sort().join() === [...stated.items].sort().join() ? [] : ['items']),
      ...(contents.items.some(({ outcome }) => outcome === 'GIVEN') === stated.given ? [] : ['given']),
      ...wrong,
    ];
  },
);

/** Box 4 as the form shows it: "given" only when every item is; else "not given", with the numbers to mark in box 5. */
export const box4 = holds(
  ['note 9'],
  (
    items: readonly Pick<DecisionContents['items'][number], 'number' | 'outcome'>[],
  ): { readonly given: boolean; readonly marked: number[] } => {
    const marked = items.filter(({ outcome }) => outcome === 'NOT_GIVEN').map(({ number }) => number);
    return { given: marked.length === 0, marked };
  },
);
