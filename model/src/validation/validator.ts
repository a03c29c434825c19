import type { Static, TSchema } from 'typebox';
import { checkOf, WrongBoxes, type Check } from './checker.js';

/** Checks a value against a schema: the boxes that are wrong, none when it fits. */
export interface Validator<T> {
  readonly schema: TSchema;
  /** Paths of what is missing, unknown or ill-typed, at most a hundred; empty when the value fits. */
  problems(value: unknown): string[];
  is(value: unknown): value is T;
}

const MOST_BOXES = 100;

/**
 * Prepares a schema once, when it is first asked: a process starts without preparing what it never checks. What a check
 * costs grows with the size of the value and no faster, whatever is in it. Unknown member names are replaced, since
 * they may carry anything.
 */
export function validatorOf<S extends TSchema>(schema: S): Validator<Static<S>> {
  let prepared: Check | undefined;
  const check = (): Check => (prepared ??= checkOf(schema as Readonly<Record<string, unknown>>));
  return {
    schema,
    problems(value) {
      if (check()(value, '', undefined)) return [];
      const wrong = new WrongBoxes(MOST_BOXES);
      check()(value, '', wrong);
      return [...wrong.names];
    },
    is: (value): value is Static<S> => check()(value, '', undefined),
  };
}
