import { OriginError } from '@origin-ledger/model';
import type { LedgerPort } from '../ledger/ledger-port.js';
import type { VerdictBoard } from './verdict-board.js';

const VERDICT_MILLISECONDS = 15_000;

/** A repeated delivery, as it was committed. */
export interface Delivery {
  /** What was delivered. */
  readonly name: string;
  /** The member whose collection the contents were written to. */
  readonly member: string;
  readonly transactionId: string;
  readonly block: number;
}

export interface WriteAgainOptions {
  readonly ledger: LedgerPort;
  readonly verdicts: VerdictBoard;
  readonly name: string;
  /** The contract's function that takes the contents, and its arguments. */
  readonly transaction: string;
  readonly args: readonly string[];
  readonly commitment: string;
  /** The exact contents. */
  readonly text: string;
  /** The member whose collection is written: its peer endorses. */
  readonly to: { readonly code: string; readonly mspId: string };
}

/**
 * Writes contents that are on record into another member's collection again, and waits until they are on the ledger.
 * Needs no new signature: the commitment decides which bytes they are.
 * @throws OriginError OUTCOME_UNKNOWN, TRANSACTION_INVALIDATED, ENDORSEMENT_FAILED
 */
export async function writeAgain(options: WriteAgainOptions): Promise<Delivery> {
  const { ledger, verdicts, name, to, commitment, text } = options;
  const { transactionId, envelope } = await ledger.endorse({
    transaction: options.transaction,
    args: [...options.args],
    transient: { [commitment]: Buffer.from(text, 'utf8') },
    endorsers: [to.mspId],
  });
  const verdict = verdicts.wait(transactionId, VERDICT_MILLISECONDS);
  // Not a verdict; the one waited for is.
  await ledger.submit(envelope).catch(() => undefined);
  const settled = await verdict.catch(() => undefined);
  if (settled === undefined) throw new OriginError('OUTCOME_UNKNOWN', { stage: 'commit', transactionId });
  if (settled.code !== 0)
    throw new OriginError('TRANSACTION_INVALIDATED', { stage: 'commit', transactionId });
  return { name, member: to.code, transactionId, block: settled.block };
}
