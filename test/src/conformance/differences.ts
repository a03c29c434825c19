/** A field in which the embedded ledger differs from Fabric, and why that is accepted. */
export interface Difference {
  /** Name of the behaviour. */
  readonly behaviour: string;
  /** Path of the field, as `compare` names it; a field below it counts too. */
  readonly field: string;
  readonly why: string;
}

export const differences: readonly Difference[] = [];
