import type { common } from '@hyperledger/fabric-protos';
import { blockHeader } from './block.js';
import { type BlockFile, readBlock } from './block-file.js';
import { type Deferred, deferred } from './deferred.js';

/** Blocks read or committed last stay in memory: all members' listeners ask for the same ones. */
const KEPT_BLOCKS = 32;

/** Hands out committed blocks, and those to come. */
export class BlockReader {
  readonly #file: BlockFile;
  readonly #kept = new Map<number, common.Block>();
  #height: number;
  #next: Deferred<true> = deferred();

  constructor(file: BlockFile) {
    this.#file = file;
    this.#height = file.height;
  }

  /** Blocks that are committed, state and all. */
  get height(): number {
    return this.#height;
  }

  get(number: number): common.Block | undefined {
    if (number < 0 || number >= this.#height) {
      return undefined;
    }
    const block = this.#kept.get(number) ?? readBlock(this.#file, number);
    this.#keep(number, block);
    return block;
  }

  committed(block: common.Block): void {
    const number = blockHeader(block).getNumber();
    this.#keep(number, block);
    this.#height = number + 1;
    const arrived = this.#next;
    this.#next = deferred();
    arrived.resolve(true);
  }

  /** Blocks from `start` on, without end; ends quietly when `signal` aborts. */
  async *follow(start: number, signal: AbortSignal): AsyncGenerator<common.Block, void, undefined> {
    const stopped = deferred<true>();
    const stop = (): void => {
      stopped.resolve(true);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (let number = start; !signal.aborted;) {
        const block = this.get(number);
        if (block) {
          yield block;
          number++;
        } else {
          await Promise.race([this.#next.promise, stopped.promise]);
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #keep(number: number, block: common.Block): void {
    this.#kept.delete(number);
    this.#kept.set(number, block);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_BLOCKS) {
        break;
      }
      this.#kept.delete(oldest);
    }
  }
}
