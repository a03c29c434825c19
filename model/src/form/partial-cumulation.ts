import type { Json } from '../canonical/canonical-json.js';
import { holds } from '../rule/rule.js';

/** Whether contents are a document for goods under partial cumulation (box 13), which get no preference. */
export const isPartialCumulation = holds(
  ['reading PC', 'Annex 6(c)'],
  (contents: Json | undefined): boolean => {
    const { flags } = (contents ?? {}) as { readonly flags?: { readonly partialCumulation?: true } };
    return flags?.partialCumulation === true;
  },
);
