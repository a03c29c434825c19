/** A field in which the embedded ledger differs from Fabric, and why that is accepted. */
export interface Difference {
  /** Name of the behaviour. */
  readonly behaviour: string;
  /** Path of the field, as `compare` names it; a field below it counts too. */
  readonly field: string;
  readonly why: string;
}

const ORDERED_AGAIN =
  'BFT orderers remember for a while what they have ordered and refuse it; later, and with other orderers, it is a ' +
  'duplicate in the block, as here. Either way an error at submit is no verdict: the commit status is.';

export const differences: readonly Difference[] = [
  ...['again', 'conflictAgain'].map((field) => ({
    behaviour: 'one envelope ordered twice: the second is a duplicate, and the first verdict stays',
    field,
    why: ORDERED_AGAIN,
  })),
];
