import type { Static, TSchema } from 'typebox';
import { hasOnlyPlainTexts, unplainTexts } from './plain-text.js';
import { validatorOf, type Validator } from './validator.js';

/** A validator of what people write: beside what the schema asks for, every text says something and shows all it says. */
export function plainValidatorOf<S extends TSchema>(schema: S): Validator<Static<S>> {
  const inner = validatorOf(schema);
  return {
    schema,
    problems: (value) => [...new Set([...inner.problems(value), ...unplainTexts(value)])].slice(0, 100),
    is: (value): value is Static<S> => inner.is(value) && hasOnlyPlainTexts(value),
  };
}
