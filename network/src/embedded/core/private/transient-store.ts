import { ledger } from '@hyperledger/fabric-protos';
import { type Level, type LevelChange, openLevel, scrub } from '../state/level.js';

const HEIGHT_BYTES = 6;

interface Waiting {
  readonly change: LevelChange;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Private writes that one member's peer has endorsed and that no block holds yet. They are on the disk
 * before the endorsement leaves; writes that come together share one wait for it.
 */
export class TransientStore {
  readonly #level: Level;
  /** Transaction ids with the height at which they were endorsed. */
  readonly #heights: Map<string, number>;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  private constructor(level: Level, heights: Map<string, number>) {
    this.#level = level;
    this.#heights = heights;
  }

  static async open(folder: string): Promise<TransientStore> {
    const level = await openLevel(folder);
    const entries = await level.iterator().all();
    return new TransientStore(
      level,
      new Map(entries.map(([id, value]) => [id, value.readUIntBE(0, HEIGHT_BYTES)])),
    );
  }

  get size(): number {
    return this.#heights.size;
  }

  put(transactionId: string, height: number, set: ledger.rwset.TxPvtReadWriteSet): Promise<void> {
    const header = Buffer.alloc(HEIGHT_BYTES);
    header.writeUIntBE(height, 0, HEIGHT_BYTES);
    const value = Buffer.concat([header, set.serializeBinary()]);
    return new Promise((resolve, reject) => {
      const done = (): void => {
        this.#heights.set(transactionId, height);
        resolve();
      };
      this.#waiting.push({ change: { type: 'put', key: transactionId, value }, done, failed: reject });
      this.#flushing ??= this.#flush();
    });
  }

  get(transactionId: string): ledger.rwset.TxPvtReadWriteSet | undefined {
    if (!this.#heights.has(transactionId)) {
      return undefined;
    }
    const value = this.#level.getSync(transactionId);
    return value && ledger.rwset.TxPvtReadWriteSet.deserializeBinary(value.subarray(HEIGHT_BYTES));
  }

  /** Forgets transactions that a block now holds, and those endorsed below `height` that none ever did. */
  async purge(transactionIds: Iterable<string>, height: number): Promise<void> {
    const gone = new Set([...transactionIds].filter((id) => this.#heights.has(id)));
    for (const [id, endorsedAt] of this.#heights) {
      if (endorsedAt < height) {
        gone.add(id);
      }
    }
    if (gone.size > 0) {
      await this.#level.batch([...gone].map((key) => ({ type: 'del', key })));
      for (const id of gone) {
        this.#heights.delete(id);
      }
    }
  }

  /** What was forgotten is gone from the files, too. */
  compact(): Promise<void> {
    // Ids are hexadecimal.
    return scrub(this.#level, '!', 'g');
  }

  async close(): Promise<void> {
    await this.#flushing;
    await this.#level.close();
  }

  async #flush(): Promise<void> {
    // Gives those who come in the same turn the chance to join.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#level.batch(
          batch.map(({ change }) => change),
          { sync: true },
        );
        batch.forEach(({ done }) => {
          done();
        });
      } catch (error) {
        batch.forEach(({ failed }) => {
          failed(error);
        });
      }
    }
    this.#flushing = undefined;
  }
}
