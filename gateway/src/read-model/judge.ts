import { createHash } from 'node:crypto';
import {
  actTransactions,
  deliveryTransactions,
  OriginError,
  performAct,
  readRequest,
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
  /** Contents were put into collections: their hashes tell. */
  | { readonly kind: 'delivery' }
  /** Nothing was written: a replay. */
  | { readonly kind: 'nothing' }
  /** Writes that no verified act explains: never applied. */
  | { readonly kind: 'set-aside'; readonly reason: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const aside = (reason: string): Judgement => ({ kind: 'set-aside', reason });
const NOTHING: Judgement = { kind: 'nothing' };

/**
 * Performs the act a transaction claims to be and compares: a read model follows acts, not writes, so that
 * members who collude against the endorsement policy still convince nobody. Whatever stands in the transaction, the
 * outcome follows from the blocks alone, and is the same at every gateway and at every rebuild.
 * @throws what `read` throws: a store that fails is no judgement
 */
export async function judge(
  transaction: LedgerTransaction,
  read: StateReader,
  verified: VerifiedRequests,
): Promise<Judgement> {
  if (transaction.unreadable !== undefined) return aside(transaction.unreadable);
  const { writes, policies, hashedWrites } = transaction;
  if (writes.size + policies.length + hashedWrites.length === 0) return NOTHING;
  const [name = ''] = transaction.args;
  if (deliveryTransactions.has(name))
    return writes.size + policies.length === 0 ? { kind: 'delivery' } : aside('DELIVERY_WROTE');
  if (name !== WITHDRAW && !actTransactions.has(name)) return aside('NO_ACT');
  const store = { failed: false };
  const guarded: StateReader = async (keys) => {
    try {
      return await read(keys);
    } catch (error) {
      store.failed = true;
      throw error;
    }
  };
  try {
    return await judgeAct(transaction, guarded, verified);
  } catch (error) {
    if (store.failed) throw error;
    return aside(error instanceof OriginError ? error.code : 'NOT_JUDGED');
  }
}

/** @throws OriginError where it is no act of its signer, anything else for what nobody thought of */
async function judgeAct(
  transaction: LedgerTransaction,
  read: StateReader,
  verified: VerifiedRequests,
): Promise<Judgement> {
  const [name = '', jws = ''] = transaction.args;
  const withdraw = name === WITHDRAW;
  const here = verified.find(jws);
  const { request, definition } = readRequest(jws, here === undefined ? {} : { known: here });
  if (!withdraw && transactionOf(request.claims.op) !== name) return aside('REQUEST_OPERATION');
  const creator = creatorOf(transaction.creator);
  if (creator === undefined) return aside('CREATOR_UNREADABLE');
  const performance = await performAct({
    request,
    definition,
    creator,
    timestamp: transaction.timestamp,
    read,
    withdraw,
    alreadyVerified: () => here !== undefined,
    // The states judged them when they endorsed.
    parcels: 'elsewhere',
  });
  if (performance.status === 'replayed') return aside('REPLAY_WROTE');
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
    ({ collection, name, commitment }) => `${collection} ${sha256(name)} ${commitment}`,
  );
  const found = transaction.hashedWrites.map(
    ({ collection, keyHash, valueHash }) => `${collection} ${keyHash} ${valueHash ?? ''}`,
  );
  return expected.sort().join() === found.sort().join() ? undefined : 'PRIVATE_WRITES_DIFFER';
}
