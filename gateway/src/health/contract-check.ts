import { setTimeout as sleep } from 'node:timers/promises';
import { OriginError } from '@origin-ledger/model';
import type { LedgerPort } from '../ledger/ledger-port.js';

/** As long as a readiness answer may take; a contract that hangs would take the deadline of its call. */
const PATIENCE_MILLISECONDS = 3_000;

/**
 * A check whether the own peer's contract answers: without it no act is endorsed. It asks for the member's own entry.
 * @returns `OK`, or why not; a refusal by the contract is an answer
 */
export function contractCheck(ledger: LedgerPort, member: string): () => Promise<string> {
  return async () => {
    const answered = ledger.evaluate('registry:member', [member]).then(
      () => 'OK',
      (error: unknown) => {
        if (!(error instanceof OriginError)) return 'FAILED';
        // More than it can do at once is not the end of it.
        return error.stage === 'contract' || error.code === 'OVERLOADED' ? 'OK' : error.code;
      },
    );
    const waited = new AbortController();
    const late = sleep(PATIENCE_MILLISECONDS, 'NO_ANSWER', { signal: waited.signal }).catch(
      () => 'NO_ANSWER',
    );
    try {
      return await Promise.race([answered, late]);
    } finally {
      waited.abort();
    }
  };
}
