import type { OriginClient, PreparedRequest } from '@origin-ledger/sdk';
import { sampleDocument } from '../data/sample-documents.js';
import { inDays } from '../support/in-days.js';
import { pause, takeIn, UNWANTED, type SteadyLoad } from './take-in.js';

export interface LoadOptions {
  readonly workers: number;
  /** Milliseconds between two requests of a worker; 0: as fast as the gateway takes them. */
  readonly pace?: number;
  /** Name of the sample certificate to issue. */
  readonly sample?: string;
  readonly office?: string;
}

/** A steady load of signed issues through a gateway, and a list of what it acknowledged. */
export class Load implements SteadyLoad {
  readonly acknowledged = new Map<string, PreparedRequest>();
  readonly refused: string[] = [];
  readonly #client: OriginClient;
  readonly #sample: string;
  readonly #pace: number;
  readonly #filled: { readonly office: string; readonly departure: string };
  readonly #workers: Promise<void>[] = [];
  #stopped = false;

  constructor(
    client: OriginClient,
    { workers, pace = 0, sample = 'vn-sg-coffee', office = 'SGN' }: LoadOptions,
  ) {
    this.#client = client;
    this.#sample = sample;
    this.#pace = pace;
    const departure = inDays(7);
    this.#filled = { office, departure };
    for (let index = 0; index < workers; index++) this.#workers.push(this.#work());
  }

  /** Waits until so many more requests were acknowledged. */
  async untilMore(count: number, seconds = 60): Promise<void> {
    const goal = this.acknowledged.size + count;
    const end = Date.now() + seconds * 1000;
    while (this.acknowledged.size < goal) {
      if (Date.now() > end)
        throw new Error(`only ${this.acknowledged.size} of ${goal} acknowledged; ${this.refused.join(', ')}`);
      await pause(20);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const prepared = await this.#prepare();
      if (prepared !== undefined) await this.#submit(prepared);
      if (this.#pace > 0) await pause(this.#pace);
    }
  }

  async #prepare(): Promise<PreparedRequest | undefined> {
    try {
      return await this.#client.prepareIssue([sampleDocument(this.#sample)], this.#filled);
    } catch {
      // The gateway is down, and it is asked for the audience: later.
      await pause(50);
      return undefined;
    }
  }

  async #submit(prepared: PreparedRequest): Promise<void> {
    const refusal = await takeIn(this.#client, prepared, () => !this.#stopped);
    if (refusal === undefined) this.acknowledged.set(prepared.id, prepared);
    else if (refusal !== UNWANTED) this.refused.push(refusal);
  }
}
