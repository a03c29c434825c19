import type { RuleId } from './catalogue.js';

/**
 * Ties a function of the trade to the rules it holds, so that the table of rules is read from the code itself
 * (`npm run rules`) and cannot go stale.
 */
export function holds<F extends (...args: never[]) => unknown>(
  rules: readonly RuleId[],
  check: F,
): F & { readonly rules: readonly RuleId[] } {
  return Object.assign(check, { rules });
}

/** What a rule finds in a document: where, which rule, how much it weighs, and what to do. */
export interface Finding {
  /** Path of the box, such as `items[2].hs`; never its value. */
  readonly box: string;
  readonly rule: RuleId;
  /** `error`: the act is refused. `warning`: it passes, and is recorded. */
  readonly weight: 'error' | 'warning';
  readonly remedy: string;
}

/** A rule over plain data: the boxes that break it, none when it is kept. */
export interface Rule<I> {
  readonly id: RuleId;
  /** Every rule of the catalogue this check holds, {@link id} among them. */
  readonly rules: readonly RuleId[];
  readonly weight: 'error' | 'warning';
  readonly remedy: string;
  check(input: I): readonly string[];
}

export const defineRule = <I>(
  rule: Omit<Rule<I>, 'rules'> & { readonly also?: readonly RuleId[] },
): Rule<I> => ({
  id: rule.id,
  rules: [rule.id, ...(rule.also ?? [])],
  weight: rule.weight,
  remedy: rule.remedy,
  check: (input) => rule.check(input),
});

/** Every finding of every rule, at once. */
export const findingsOf = <I>(rules: readonly Rule<I>[], input: I): Finding[] =>
  rules.flatMap((rule) =>
    rule.check(input).map((box) => ({ box, rule: rule.id, weight: rule.weight, remedy: rule.remedy })),
  );
