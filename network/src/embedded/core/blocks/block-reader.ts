import type { common } from '@hyperledger/fabric-protos';
import { blockHeader } from './block.js';
import { type BlockFile, readBlock } from './block-file.js';

/** Blocks read or committed last stay in memory: all members' listeners ask for the same ones. */
const KEPT_BLOCKS = 32;

/** Hands out committed blocks, and those to come. */
export class BlockReader {
  readonly #file: BlockFile;
  readonly #kept = new Map<number, common.Block>();
  readonly #sleepers = new Set<() => void>();
  #height: number;

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
    for (const wake of [...this.#sleepers]) {
      wake();
    }
  }

  /** Blocks from `start` on, without end; ends quietly when `signal` aborts. */
  async *follow(start: number, signal: AbortSignal): AsyncGenerator<common.Block, void, undefined> {
    let wake = (): void => undefined;
    const onAbort = (): void => {
      wake();
    };
    signal.addEventListener('abort', onAbort);
    try {
      for (let number = start; !signal.aborted;) {
        const block = this.get(number);
        if (block) {
          yield block;
          number++;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            this.#sleepers.add(resolve);
          });
          this.#sleepers.delete(wake);
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
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
