import { status } from '@grpc/grpc-js';
import { RpcError } from './rpc-error.js';

/** How many calls of one service a peer takes at once, as many as Fabric by default. */
export const LIMITS = { endorser: 2500, gateway: 500, deliver: 2500 } as const;

/** Counts the calls of one service at one peer. */
export class ConcurrencyLimit {
  readonly #service: string;
  readonly #limit: number;
  #running = 0;

  constructor(service: string, limit: number) {
    this.#service = service;
    this.#limit = limit;
  }

  /** @throws RpcError UNKNOWN with Fabric's text when there are as many calls as allowed. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#limit) {
      throw new RpcError(
        status.UNKNOWN,
        `too many requests for /${this.#service}, exceeding concurrency limit (${this.#limit})`,
      );
    }
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }
}
