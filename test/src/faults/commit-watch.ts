import type { OriginClient } from '@origin-ledger/sdk';

const LOOK_MILLISECONDS = 200;

/** Measures the longest time in which a gateway's count of committed operations stood still. */
export class CommitWatch {
  readonly #client: OriginClient;
  readonly #watching: Promise<void>;
  #stopped = false;
  #committed = -1;
  #since = performance.now();
  #longest = 0;

  /** @param client one that does not try again by itself */
  constructor(client: OriginClient) {
    this.#client = client;
    this.#watching = this.#watch();
  }

  /** @returns seconds */
  async stop(): Promise<number> {
    this.#stopped = true;
    await this.#watching;
    return this.#longest / 1000;
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      // A gateway that does not answer commits nothing that anybody could see.
      const committed = await this.#client.status().then(
        ({ operations }) => operations['COMMITTED'] ?? 0,
        () => this.#committed,
      );
      const now = performance.now();
      if (committed > this.#committed) {
        this.#committed = committed;
        this.#since = now;
      }
      this.#longest = Math.max(this.#longest, now - this.#since);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
    }
  }
}
