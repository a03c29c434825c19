import type { Network } from '@hyperledger/fabric-gateway';
import type { StateKey } from '@origin-ledger/model';
import { publicWrites } from '../support/public-writes.js';

/** The channel's state as its blocks make it, from block 0 on. */
export class StateFollower implements Disposable {
  readonly #state = new Map<StateKey, string>();
  readonly #close: () => void;
  #height = 0n;
  #failed: unknown;
  #wake: (() => void)[] = [];

  private constructor(close: () => void) {
    this.#close = close;
  }

  static async open(network: Network): Promise<StateFollower> {
    const blocks = await network.getBlockEvents({ startBlock: 0n });
    const follower = new StateFollower(() => {
      blocks.close();
    });
    const follow = async (): Promise<void> => {
      for await (const block of blocks) {
        for (const { key, value } of publicWrites(block)) {
          if (value === undefined) follower.#state.delete(key);
          else follower.#state.set(key, value);
        }
        follower.#height = BigInt(block.getHeader()?.getNumber() ?? 0) + 1n;
        follower.#wakeAll();
      }
    };
    follow().catch((error: unknown) => {
      follower.#failed = error;
      follower.#wakeAll();
    });
    return follower;
  }

  /** The value under a key, as of the latest block that was waited for. */
  read<T>(key: StateKey): T | undefined {
    const text = this.#state.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  /** Comes back when the writes of this block are in. @throws the error that ended the following */
  async until(block: bigint): Promise<void> {
    while (this.#height <= block && this.#failed === undefined)
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    if (this.#failed !== undefined) throw this.#failed as Error;
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}
