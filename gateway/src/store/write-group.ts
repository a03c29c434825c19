import { OriginError } from '@origin-ledger/model';
import type { Database } from './database.js';

interface Pending {
  readonly step: () => unknown;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** This long after a flush the next write is taken for part of a crowd. */
const QUIET_MILLISECONDS = 20;
const GATHER_MILLISECONDS = 4;

/**
 * Gathers the journal writes of concurrent operations into one SQL transaction: one wait for the disk serves
 * them all. A step that fails does not take the others with it.
 */
export class WriteGroup {
  readonly #database: Database;
  readonly #gather: number;
  #pending: Pending[] = [];
  #flushing = false;
  #flushed = -QUIET_MILLISECONDS;

  /** @param gather milliseconds that a write waits for others under load; 0 where no disk is waited for */
  constructor(database: Database, gather = GATHER_MILLISECONDS) {
    this.#database = database;
    this.#gather = gather;
  }

  /** Runs the step with the next group; resolves when it is durable. */
  write(step: () => unknown): Promise<void> {
    return new Promise((done, failed) => {
      this.#pending.push({ step, done, failed });
      if (this.#pending.length === 1 && !this.#flushing) this.#schedule();
    });
  }

  /** At once when it is quiet; a little later under load, so that one wait for the disk serves more. */
  #schedule(): void {
    const flush = (): void => {
      void this.#flush();
    };
    const quiet = performance.now() - this.#flushed > QUIET_MILLISECONDS;
    if (quiet || this.#gather === 0) setImmediate(flush);
    else setTimeout(flush, this.#gather);
  }

  async #flush(): Promise<void> {
    const group = this.#pending;
    this.#pending = [];
    this.#flushing = true;
    try {
      await this.#database.patiently(() => {
        this.#database.transaction(() => {
          for (const { step } of group) step();
        });
      });
      for (const { done } of group) done();
    } catch (error) {
      // Somebody else's lock is nobody's fault here: none of them would come through alone.
      const locked = error instanceof OriginError && error.code === 'STORAGE_BUSY';
      if (locked || group.length === 1) for (const { failed } of group) failed(error);
      else for (const pending of group) await this.#alone(pending);
    }
    this.#flushing = false;
    this.#flushed = performance.now();
    if (this.#pending.length > 0) this.#schedule();
  }

  async #alone({ step, done, failed }: Pending): Promise<void> {
    try {
      await this.#database.patiently(() => this.#database.transaction(step));
      done();
    } catch (error) {
      failed(error);
    }
  }
}
