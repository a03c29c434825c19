import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from './behaviour.js';
import { differences } from './differences.js';
import type { Json } from './json.js';

/** A field that is not the same on both. */
export interface FieldDifference {
  /** Path of the field: `verdict.error.message`. */
  readonly field: string;
  readonly fabric: Json | undefined;
  readonly embedded: Json | undefined;
  /** Why it is accepted; undefined when it is a defect. */
  readonly why: string | undefined;
}

/** Compares the outcomes of one behaviour, field by field. */
export function compare(behaviour: string, fabric: Outcome, embedded: Outcome): readonly FieldDifference[] {
  return [...differing(fabric, embedded, '')].map((found) => ({
    ...found,
    why: differences.find(
      (known) =>
        known.behaviour === behaviour &&
        (found.field === known.field || found.field.startsWith(`${known.field}.`)),
    )?.why,
  }));
}

function* differing(
  fabric: Json | undefined,
  embedded: Json | undefined,
  field: string,
): Generator<Omit<FieldDifference, 'why'>> {
  if (isDeepStrictEqual(fabric, embedded)) return;
  if (isObject(fabric) && isObject(embedded)) {
    for (const name of new Set([...Object.keys(fabric), ...Object.keys(embedded)]))
      yield* differing(fabric[name], embedded[name], field === '' ? name : `${field}.${name}`);
    return;
  }
  yield { field, fabric, embedded };
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
