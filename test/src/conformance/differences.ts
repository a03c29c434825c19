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

const TRAILING_BLANK =
  "An empty text leaves a blank at the end of the gRPC message; Go's library sends it so and Node's drops the whole " +
  "message, while Node's own server sends it in another form. The details, which clients should read, are the same.";

export const differences: readonly Difference[] = [
  {
    behaviour: "a contract's error tells its text, at one endorser or both",
    field: 'empty.failed.message',
    why: TRAILING_BLANK,
  },
  {
    behaviour: 'a contract whose message is a number answers an empty text',
    field: 'evaluated.failed.message',
    why: TRAILING_BLANK,
  },
  ...['again', 'conflictAgain'].map((field) => ({
    behaviour: 'one envelope ordered twice: the second is a duplicate, and the first verdict stays',
    field,
    why: ORDERED_AGAIN,
  })),
];
