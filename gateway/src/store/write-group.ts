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
  #pending: Pending[] = [];
  #flushed = -QUIET_MILLISECONDS;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Runs the step with the next group; resolves when it is durable. */
  write(step: () => unknown): Promise<void> {
    return new Promise((done, failed) => {
      this.#pending.push({ step, done, failed });
      if (this.#pending.length === 1) this.#schedule();
    });
  }

  /** At once when it is quiet; a little later under load, so that one wait for the disk serves more. */
  #schedule(): void {
    const flush = (): void => {
      this.#flush();
    };
    if (performance.now() - this.#flushed > QUIET_MILLISECONDS) setImmediate(flush);
    else setTimeout(flush, GATHER_MILLISECONDS);
  }

  #flush(): void {
    const group = this.#pending;
    this.#pending = [];
    try {
      this.#database.transaction(() => {
        for (const { step } of group) step();
      });
      for (const { done } of group) done();
    } catch (error) {
      if (group.length === 1) group[0]?.failed(error);
      else for (const pending of group) this.#alone(pending);
    }
    this.#flushed = performance.now();
  }

  #alone({ step, done, failed }: Pending): void {
    try {
      this.#database.transaction(step);
      done();
    } catch (error) {
      failed(error);
    }
  }
}
