import type { CommittedTransaction } from '../../seam.js';
import { deferred } from '../deferred.js';

type Listener = (transaction: CommittedTransaction) => void;

/** Those who wait for a transaction's verdict. */
export class CommitWaiters {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #failing = new Set<(error: Error) => void>();
  #failure: Error | undefined;

  /**
   * @throws the signal's reason when it aborts first, the ledger's when it can give no more verdicts; nothing
   * is left behind then.
   */
  async wait(transactionId: string, signal: AbortSignal): Promise<CommittedTransaction> {
    signal.throwIfAborted();
    if (this.#failure) {
      throw this.#failure;
    }
    const verdict = deferred<CommittedTransaction>();
    const abort = (): void => {
      const reason: unknown = signal.reason;
      verdict.reject(reason instanceof Error ? reason : new Error('aborted'));
    };
    const listeners = this.#listeners.get(transactionId) ?? new Set();
    this.#listeners.set(transactionId, listeners);
    listeners.add(verdict.resolve);
    this.#failing.add(verdict.reject);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await verdict.promise;
    } finally {
      signal.removeEventListener('abort', abort);
      listeners.delete(verdict.resolve);
      this.#failing.delete(verdict.reject);
      if (listeners.size === 0) {
        this.#listeners.delete(transactionId);
      }
    }
  }

  committed(transaction: CommittedTransaction): void {
    for (const listener of [...(this.#listeners.get(transaction.transactionId) ?? [])]) {
      listener(transaction);
    }
  }

  /** No verdict will come any more. */
  fail(error: Error): void {
    this.#failure = error;
    for (const reject of [...this.#failing]) {
      reject(error);
    }
  }

  /** How many ids are waited for. */
  get size(): number {
    return this.#listeners.size;
  }
}
