import { plainValidatorOf } from '../validation/plain-validator.js';
import { FormDDocument } from './form-d-document.js';

/** A document on its way: any box may still be missing; what is there is well-typed. */
export type Draft<T> = T extends readonly (infer U)[]
  ? readonly Draft<U>[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> | undefined }
    : T;

export type DraftDocument = Draft<FormDDocument>;

const validator = plainValidatorOf(FormDDocument);

/** A draft and the boxes of it that are missing, unknown or ill-typed. */
export interface ReadDraft {
  readonly draft: DraftDocument;
  readonly problems: readonly string[];
}

/**
 * Reads anything as a draft: ill-typed boxes are taken out and named, so that the rules can still judge all
 * the others at once.
 */
export function readDraft(value: unknown): ReadDraft {
  const draft: unknown = structuredClone(value);
  const named = new Set<string>();
  // The validator names at most a hundred boxes at a time.
  for (let round = 0; round < 20; round++) {
    const problems = validator.problems(draft);
    problems.forEach((problem) => named.add(problem));
    if (!problems.map((path) => remove(draft, path)).includes(true)) break;
  }
  const usable = typeof draft === 'object' && draft !== null && !Array.isArray(draft);
  return { draft: usable ? draft : {}, problems: [...named] };
}

/** Takes a box out of a document: true when there was one. Items of lists become empty, to keep their place. */
function remove(document: unknown, path: string): boolean {
  const steps = path.split(/[.[\]]/).filter((step) => step !== '');
  const last = steps.pop();
  let at = document;
  for (const step of steps) at = member(at, step);
  if (last === undefined || typeof at !== 'object' || at === null) return false;
  const holder = at as Record<string, unknown>;
  if (!Object.hasOwn(holder, last)) return false;
  if (Array.isArray(at)) {
    if (typeof holder[last] === 'object') return false;
    holder[last] = {};
  } else Reflect.deleteProperty(holder, last);
  return true;
}

const member = (value: unknown, step: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
