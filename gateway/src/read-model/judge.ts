import { createHash } from 'node:crypto';
import {
  actTransactions,
  operationOf,
  OriginError,
  parseRequest,
  performAct,
  stateText,
  transactionOf,
  type ActRecord,
  type Performance,
  type StateReader,
  type VerifiedRequests,
} from '@origin-ledger/model';
import { WITHDRAW } from '../ledger/transactions.js';
import type { LedgerTransaction } from './block-parser.js';
import { creatorOf } from './creator.js';

/** What the read model makes of a valid transaction. */
export type Judgement =
  /** A verified act whose writes are exactly those in the block. */
  | { readonly kind: 'act'; readonly act: ActRecord; readonly writes: ReadonlyMap<string, string> }
  /** Nothing public was written: a replay, a deposit, a delivery. */
  | { readonly kind: 'nothing' }
  /** Writes that no verified act explains: never applied. */
  | { readonly kind: 'set-aside'; readonly reason: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const aside = (reason: string): Judgement => ({ kind: 'set-aside', reason });

/**
 * Performs the act a transaction claims to be and compares: a read model follows acts, not writes, so that
 * members who collude against the endorsement policy still convince nobody.
 */
export async function judge(
  transaction: LedgerTransaction,
  read: StateReader,
  verified: VerifiedRequests,
): Promise<Judgement> {
  const [name = '', jws = ''] = transaction.args;
  const writesNothing = transaction.writes.size === 0 && transaction.policies.length === 0;
  const withdraw = name === WITHDRAW;
  if (!withdraw && !actTransactions.has(name)) return writesNothing ? { kind: 'nothing' } : aside('NO_ACT');
  let performance: Performance;
  try {
    const here = verified.find(jws);
    const request = here ?? parseRequest(jws);
    if (!withdraw && transactionOf(request.claims.op) !== name) return aside('REQUEST_OPERATION');
    performance = await performAct({
      request,
      definition: operationOf(request.claims.op),
      creator: creatorOf(transaction.creator),
      timestamp: transaction.timestamp,
      read,
      withdraw,
      alreadyVerified: () => here !== undefined,
      // The states judged them when they endorsed.
      parcels: 'elsewhere',
    });
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    return writesNothing ? { kind: 'nothing' } : aside(error.code);
  }
  if (performance.status === 'replayed') return writesNothing ? { kind: 'nothing' } : aside('REPLAY_WROTE');
  const writes = new Map(performance.writes.map(({ key, value }) => [key, stateText(value)]));
  const difference = differenceOf(transaction, performance, writes);
  return difference === undefined ? { kind: 'act', act: performance.act, writes } : aside(difference);
}

/** Where a block's writes are not those of the act, byte for byte. */
function differenceOf(
  transaction: LedgerTransaction,
  performance: Performance,
  writes: ReadonlyMap<string, string>,
): string | undefined {
  if (transaction.writes.size !== writes.size) return 'WRITES_DIFFER';
  for (const [key, value] of writes) {
    if (transaction.writes.get(key) !== value) return 'WRITES_DIFFER';
  }
  if (!transaction.policies.every((key) => writes.has(key))) return 'POLICY_OF_ANOTHER_KEY';
  const expected = performance.privateWrites.map(
    ({ collection, commitment }) => `${collection} ${sha256(commitment)} ${commitment}`,
  );
  const found = transaction.hashedWrites.map(
    ({ collection, keyHash, valueHash }) => `${collection} ${keyHash} ${valueHash ?? ''}`,
  );
  return expected.sort().join() === found.sort().join() ? undefined : 'PRIVATE_WRITES_DIFFER';
}
