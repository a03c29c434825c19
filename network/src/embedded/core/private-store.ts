import { ledger } from '@hyperledger/fabric-protos';
import { type Level, type LevelChange, type LevelSnapshot, openLevel } from './level.js';
import { iterateLevel, type StateIterator } from './state-iterator.js';
import { decodeStateValue, encodeStateValue, type StateValue } from './state-value.js';

/** `d` data, `b` what a block brought, `x` what it should have brought and nobody had. */
function dataPrefix(namespace: string, collection: string): string {
  return `d${namespace}\0${collection}\0`;
}

function blockPrefix(kind: 'b' | 'x', block: number): string {
  return `${kind}${block.toString(16).padStart(12, '0')}\0`;
}

function placeKey(kind: 'b' | 'x', block: number, transaction: number): string {
  return blockPrefix(kind, block) + transaction.toString(16).padStart(8, '0');
}

/** A private key's new value; `state` undefined: deleted. */
export interface PrivateUpdate {
  readonly namespace: string;
  readonly collection: string;
  readonly key: string;
  readonly state: StateValue | undefined;
}

/** What one block brings to one member. */
export interface PrivateBlock {
  readonly updates: readonly PrivateUpdate[];
  /** By transaction index: the collections this member keeps. */
  readonly data: ReadonlyMap<number, ledger.rwset.TxPvtReadWriteSet>;
  /** By transaction index: names of collections that no peer could supply. */
  readonly missing: ReadonlyMap<number, readonly string[]>;
}

/** One member's private data as they stood after one block. */
export class PrivateView {
  constructor(
    private readonly level: Level,
    private readonly snapshot: LevelSnapshot,
  ) {}

  get(namespace: string, collection: string, key: string): StateValue | undefined {
    const record = this.level.getSync(dataPrefix(namespace, collection) + key, { snapshot: this.snapshot });
    return record && decodeStateValue(record);
  }

  range(namespace: string, collection: string, startKey: string, endKey: string): StateIterator {
    return iterateLevel(this.level, this.snapshot, dataPrefix(namespace, collection), startKey, endKey);
  }

  close(): Promise<void> {
    return this.snapshot.close();
  }
}

/** One member's private data, in a folder of its own. */
export class PrivateStore {
  readonly #level: Level;

  private constructor(level: Level) {
    this.#level = level;
  }

  static async open(folder: string): Promise<PrivateStore> {
    return new PrivateStore(await openLevel(folder));
  }

  view(): PrivateView {
    return new PrivateView(this.#level, this.#level.snapshot());
  }

  /** Writes what a block brings, and waits for the disk: afterwards the transient copies may go. */
  async commit(block: number, { updates, data, missing }: PrivateBlock): Promise<void> {
    const changes: LevelChange[] = updates.map(({ namespace, collection, key, state }) => {
      const place = dataPrefix(namespace, collection) + key;
      return state
        ? { type: 'put', key: place, value: encodeStateValue(state) }
        : { type: 'del', key: place };
    });
    for (const [transaction, set] of data) {
      const value = Buffer.from(set.serializeBinary());
      changes.push({ type: 'put', key: placeKey('b', block, transaction), value });
    }
    for (const [transaction, collections] of missing) {
      const value = Buffer.from(JSON.stringify(collections));
      changes.push({ type: 'put', key: placeKey('x', block, transaction), value });
    }
    if (changes.length > 0) {
      await this.#level.batch(changes, { sync: true });
    }
  }

  /** Whether a block has brought anything, or should have. */
  async has(number: number): Promise<boolean> {
    for (const kind of ['b', 'x'] as const) {
      const prefix = blockPrefix(kind, number);
      const lt = `${prefix.slice(0, -1)}\u0001`;
      if ((await this.#level.keys({ gte: prefix, lt, limit: 1 }).all()).length > 0) {
        return true;
      }
    }
    return false;
  }

  /** The private data of one block, by transaction index. */
  async block(number: number): Promise<Map<number, ledger.rwset.TxPvtReadWriteSet>> {
    const prefix = blockPrefix('b', number);
    const entries = await this.#level.iterator({ gte: prefix, lt: `${prefix.slice(0, -1)}\u0001` }).all();
    return new Map(
      entries.map(([key, value]) => [
        parseInt(key.slice(prefix.length), 16),
        ledger.rwset.TxPvtReadWriteSet.deserializeBinary(value),
      ]),
    );
  }

  close(): Promise<void> {
    return this.#level.close();
  }
}
