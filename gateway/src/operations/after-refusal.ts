import type { ErrorCode } from '@origin-ledger/model';

/** What to do with an operation whose proposal was not endorsed: no envelope of it exists. */
export type NextStep =
  /** Refused by a rule: it stays so. */
  | 'reject'
  /** Propose again at once, after a random pause. */
  | 'retry'
  /** Somebody is down: it stays in the journal and is tried again later, until it expires. */
  | 'wait';

const WAITING: ReadonlySet<ErrorCode> = new Set([
  'LEDGER_UNAVAILABLE',
  'CONTRACT_UNAVAILABLE',
  'ENDORSEMENT_FAILED',
  'TIMESTAMP_OUTSIDE_WINDOW',
  'OVERLOADED',
  'STORAGE_FULL',
  'READ_MODEL_AHEAD',
]);
const MOST_RETRIES = 4;

/**
 * Decides after a failed endorsement.
 * @param retries how many times the operation was proposed again at once so far; what was waited for counts apart
 * @param decidesHere whether the same act succeeds on this gateway's own verified replica: the peer that
 *   refused it is then behind, and its refusal is no verdict. It may take longer to come up than any number of
 *   retries; until the request expires nothing is risked, since no envelope exists
 */
export function afterRefusal(code: ErrorCode, retries: number, decidesHere: boolean): NextStep {
  if (WAITING.has(code)) return 'wait';
  // Peers at different heights, or different copies of the contract: the second does not pass.
  if (code === 'ENDORSEMENT_MISMATCH' || decidesHere) return retries < MOST_RETRIES ? 'retry' : 'wait';
  return code === 'INTERNAL' && retries < MOST_RETRIES ? 'retry' : 'reject';
}

/** Fabric's validation codes after which a new proposal may succeed: another transaction was quicker. */
const CONFLICTS = new Set([11, 12]);
/**
 * Verdicts on an envelope that nobody's gateway makes: whoever saw a transaction's id may have such a one ordered
 * under it first, so that the genuine one is a duplicate. NIL_ENVELOPE, BAD_PAYLOAD, BAD_COMMON_HEADER,
 * BAD_CREATOR_SIGNATURE, UNSUPPORTED_TX_PAYLOAD, BAD_PROPOSAL_TXID, UNKNOWN_TX_TYPE, TARGET_CHAIN_NOT_FOUND,
 * BAD_CHANNEL_HEADER.
 */
const ANOTHERS = new Set([1, 2, 3, 4, 7, 8, 13, 14, 20]);
/** The ledger has the transaction already; the first verdict stays, and came before. */
const DUPLICATE = 9;

/** What a validation code means for an operation. */
export function readVerdict(code: number): 'valid' | 'conflict' | 'seen-before' | 'invalid' {
  if (code === 0) return 'valid';
  if (CONFLICTS.has(code) || ANOTHERS.has(code)) return 'conflict';
  return code === DUPLICATE ? 'seen-before' : 'invalid';
}

/** A pause in milliseconds that doubles with each attempt, of which a random half is left out. */
export function backoff(attempt: number, least: number, most: number): number {
  const whole = Math.min(most, least * 2 ** Math.min(attempt, 20));
  return whole / 2 + Math.random() * (whole / 2);
}
