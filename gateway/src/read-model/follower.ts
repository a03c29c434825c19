import { setTimeout as sleep } from 'node:timers/promises';
import { OriginError } from '@origin-ledger/model';
import type { ClockWatch } from '../health/clock-watch.js';
import type { BlockStream, LedgerPort } from '../ledger/ledger-port.js';
import { audienceOf } from '../ledger/header-hash.js';
import type { BlockApplier } from './apply-blocks.js';
import { parseBlock, type ParsedBlock } from './block-parser.js';
import { OtherNetworkError, type PositionStore } from './position.js';

export interface FollowerOptions {
  readonly ledger: LedgerPort;
  readonly channel: string;
  readonly chaincode: string;
  readonly position: PositionStore;
  readonly applier: BlockApplier;
  /** Told of each valid transaction of a block that has just been made. */
  readonly clock: Pick<ClockWatch, 'saw'>;
  /** Told when following fails or works again; never given a block's contents. */
  readonly report: (event: 'following' | 'interrupted', code: string) => void;
  /** Told what nobody expected. */
  readonly failed: (error: unknown) => void;
}

/** Blocks taken into one SQL transaction while catching up, and blocks kept in memory at most. */
const BATCH = 50;
const BUFFERED = 200;
/** The block cannot be read or applied: the log says where. */
const UNEXPECTED = 'FAILED';
const PAUSE_MILLISECONDS = { least: 100, most: 2_000 };

/** Follows the own peer's blocks for as long as the gateway runs, from the stored position on. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #stream: BlockStream | undefined;
  #failure: string | undefined = 'STARTING';
  #seen = -1;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Why the read model does not follow at present; undefined when it does. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Blocks the peer has sent and the read model has not applied. */
  get lag(): number {
    return Math.max(0, this.#seen - this.#options.position.current.block);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#stream?.close();
    await this.#running;
  }

  #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    const { report } = this.#options;
    let pause = PAUSE_MILLISECONDS.least;
    while (!this.#stopped()) {
      try {
        const { ledger, position } = this.#options;
        // First: another gateway of the store may be reading what is made meanwhile.
        position.refresh();
        const height = await ledger.height();
        await this.#belong();
        position.checkWithin(height);
        await this.#follow(height, () => {
          if (this.#failure !== undefined) report('following', this.#failure);
          this.#failure = undefined;
          pause = PAUSE_MILLISECONDS.least;
        });
      } catch (error) {
        if (this.#stopped()) return;
        const code = codeOf(error);
        if (code === UNEXPECTED && code !== this.#failure) this.#options.failed(error);
        if (code !== this.#failure) report('interrupted', code);
        this.#failure = code;
      }
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, PAUSE_MILLISECONDS.most);
    }
  }

  #compareClocks({ transactions }: ParsedBlock): void {
    for (const { code, creator, timestamp } of transactions)
      if (code === 0) this.#options.clock.saw(creator.mspId, timestamp);
  }

  /** The audience is computed from block 0 at the own peer, once; afterwards the store knows it. */
  async #belong(): Promise<void> {
    const { ledger, position, channel } = this.#options;
    const stream = await this.#open(ledger, 0);
    try {
      for await (const block of stream) {
        position.belongTo(audienceOf(channel, block));
        return;
      }
      throw new OriginError('LEDGER_UNAVAILABLE');
    } finally {
      stream.close();
    }
  }

  async #open(ledger: LedgerPort, from: number): Promise<BlockStream> {
    const stream = await ledger.blocks(from);
    this.#stream = stream;
    if (this.#stop.signal.aborted) stream.close();
    return stream;
  }

  /** @param height blocks the ledger had before: later ones are made while they are read */
  async #follow(height: number, working: () => void): Promise<void> {
    const { ledger, chaincode, position, applier } = this.#options;
    // From the last block applied, not the next: one that is already there shows that the stream works.
    const stream = await this.#open(ledger, Math.max(0, position.current.block));
    const buffer: ParsedBlock[] = [];
    let ended: { readonly error: unknown } | undefined;
    let wake: () => void = () => undefined;
    let drained: () => void = () => undefined;
    const pump = (async () => {
      try {
        for await (const block of stream) {
          const parsed = parseBlock(block, chaincode);
          position.checkSame(parsed);
          if (parsed.number >= height) this.#compareClocks(parsed);
          this.#seen = Math.max(this.#seen, parsed.number);
          buffer.push(parsed);
          wake();
          if (buffer.length >= BUFFERED) {
            await new Promise<void>((resolve) => {
              drained = resolve;
            });
          }
        }
        ended = { error: new OriginError('LEDGER_UNAVAILABLE') };
      } catch (error) {
        ended = { error };
      }
      wake();
    })();
    try {
      for (;;) {
        if (buffer.length === 0 && ended === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        if (this.#stop.signal.aborted) return;
        if (buffer.length > 0) {
          const batch = buffer.splice(0, BATCH);
          drained();
          await applier.apply(batch);
          working();
        } else if (ended !== undefined) {
          throw ended.error;
        }
      }
    } finally {
      stream.close();
      buffer.length = 0;
      drained();
      await pump;
    }
  }
}

function codeOf(error: unknown): string {
  if (error instanceof OriginError) return error.code;
  return error instanceof OtherNetworkError ? 'OTHER_NETWORK' : UNEXPECTED;
}
