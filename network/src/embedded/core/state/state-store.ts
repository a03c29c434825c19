import { hex } from '../bytes.js';
import { type Level, type LevelChange, type LevelSnapshot, openLevel } from './level.js';
import { StateCache } from './state-cache.js';
import { iterateLevel, type StateIterator } from './state-iterator.js';
import {
  blockHashKey,
  expiryBounds,
  expiryKey,
  hashedKey,
  historyBounds,
  historyKey,
  historyPlace,
  publicKey,
  SAVEPOINT,
  transactionKey,
} from './state-keys.js';
import { decodeStateValue, encodeStateValue, type StateValue } from './state-value.js';
import type { Update, UpdateBatch } from './update-batch.js';
import type { Version } from './version.js';

/** The first verdict on a transaction id. */
export interface TransactionRecord {
  readonly transactionId: string;
  readonly code: number;
  readonly place: Version;
}

/** A public write of a valid transaction, for the history of its key. */
export interface HistoryRecord {
  readonly namespace: string;
  readonly key: string;
  readonly place: Version;
}

/** The state as it stood after one block; it stays readable while later blocks are committed. */
export class StateView {
  constructor(
    readonly block: number,
    private readonly level: Level,
    private readonly snapshot: LevelSnapshot,
    private readonly cache: StateCache,
    private readonly isCurrent: () => boolean,
  ) {}

  get(namespace: string, key: string): StateValue | undefined {
    return this.#read(publicKey(namespace, key));
  }

  /** @param keyHash hex SHA-256 of the private key. */
  getHashed(namespace: string, collection: string, keyHash: string): StateValue | undefined {
    return this.#read(hashedKey(namespace, collection, keyHash));
  }

  range(namespace: string, startKey: string, endKey: string): StateIterator {
    return iterateLevel(this.level, this.snapshot, publicKey(namespace, ''), startKey, endKey);
  }

  /** The places of a key's writes, the latest first. */
  async history(namespace: string, key: string): Promise<Version[]> {
    const bounds = historyBounds(namespace, key);
    const entries = await this.level.keys({ ...bounds, reverse: true, snapshot: this.snapshot }).all();
    return entries.map((entry) => historyPlace(bounds, entry)).filter((place) => place !== undefined);
  }

  close(): Promise<void> {
    return this.snapshot.close();
  }

  #read(key: string): StateValue | undefined {
    const known = this.cache.get(key);
    if (known && known.since <= this.block) {
      return known.state;
    }
    const record = this.level.getSync(key, { snapshot: this.snapshot });
    const state = record && decodeStateValue(record);
    if (this.isCurrent()) {
      this.cache.set(key, { state, since: state?.version.block ?? this.block });
    }
    return state;
  }
}

/** Public state, hashes of private state, verdicts and histories. All of it can be made again from the blocks. */
export class StateStore {
  readonly #level: Level;
  readonly #cache = new StateCache();
  readonly #recent = new Map<string, TransactionRecord>();
  #savepoint: number;

  private constructor(level: Level, savepoint: number) {
    this.#level = level;
    this.#savepoint = savepoint;
  }

  static async open(folder: string): Promise<StateStore> {
    const level = await openLevel(folder);
    const savepoint = level.getSync(SAVEPOINT);
    return new StateStore(level, savepoint ? savepoint.readUIntBE(0, 6) : -1);
  }

  /** Number of the last block in the state; -1 before the first. */
  get savepoint(): number {
    return this.#savepoint;
  }

  view(): StateView {
    const block = this.#savepoint;
    return new StateView(
      block,
      this.#level,
      this.#level.snapshot(),
      this.#cache,
      () => this.#savepoint === block,
    );
  }

  transaction(transactionId: string): TransactionRecord | undefined {
    const recent = this.#recent.get(transactionId);
    if (recent) {
      return recent;
    }
    const record = this.#level.getSync(transactionKey(transactionId));
    return (
      record && {
        transactionId,
        code: record.readUInt8(0),
        place: { block: record.readUIntBE(1, 6), transaction: record.readUInt32BE(7) },
      }
    );
  }

  /** The block whose header has a hash. */
  blockNumberOf(hash: Uint8Array): number | undefined {
    return this.#level.getSync(blockHashKey(hex(hash)))?.readUIntBE(0, 6);
  }

  /** Writes one block's changes, its hash and its number in one step: all stand, or none. */
  async commit(
    block: number,
    hash: Uint8Array,
    updates: UpdateBatch,
    transactions: readonly TransactionRecord[],
    history: readonly HistoryRecord[],
    expiresAt: (namespace: string, collection: string) => number | undefined = () => undefined,
  ): Promise<void> {
    const changes: LevelChange[] = [];
    const touched: [string, Update][] = [...changedKeys(updates)];
    touched.push(...(await this.#expired(block, new Set(touched.map(([key]) => key)), changes)));
    scheduleExpiry(updates, expiresAt, changes);
    for (const [key, { state }] of touched) {
      changes.push(state ? { type: 'put', key, value: encodeStateValue(state) } : { type: 'del', key });
    }
    for (const record of transactions) {
      changes.push({
        type: 'put',
        key: transactionKey(record.transactionId),
        value: encodeTransaction(record),
      });
    }
    for (const { namespace, key, place } of history) {
      changes.push({ type: 'put', key: historyKey(namespace, key, place), value: Buffer.alloc(0) });
    }
    const savepoint = Buffer.alloc(6);
    savepoint.writeUIntBE(block, 0, 6);
    changes.push({ type: 'put', key: blockHashKey(hex(hash)), value: savepoint });
    changes.push({ type: 'put', key: SAVEPOINT, value: savepoint });
    await this.#level.batch(changes);
    this.#savepoint = block;
    for (const [key, { state }] of touched) {
      this.#cache.set(key, { state, since: block });
    }
    this.#remember(transactions);
  }

  close(): Promise<void> {
    return this.#level.close();
  }

  /** Deletions of the hashes that go with a block: those that were not renewed since, nor by the block itself. */
  async #expired(
    block: number,
    touched: ReadonlySet<string>,
    changes: LevelChange[],
  ): Promise<[string, Update][]> {
    const bounds = expiryBounds(block);
    const due = await this.#level.iterator(bounds).all();
    return due.flatMap(([entry, committed]): [string, Update][] => {
      changes.push({ type: 'del', key: entry });
      const key = entry.slice(bounds.gte.length);
      const current = this.#level.getSync(key);
      const isCurrent = current && decodeStateValue(current).version.block === committed.readUIntBE(0, 6);
      return isCurrent && !touched.has(key)
        ? [[key, { state: undefined, version: { block, transaction: 0 } }]]
        : [];
    });
  }

  #remember(transactions: readonly TransactionRecord[]): void {
    for (const record of transactions) {
      this.#recent.set(record.transactionId, record);
    }
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= RECENT_TRANSACTIONS) {
        break;
      }
      this.#recent.delete(oldest);
    }
  }
}

/** Clients ask for the verdict on what they have just submitted. */
const RECENT_TRANSACTIONS = 10_000;

/** Notes with which block the hashes written now will go. */
function scheduleExpiry(
  updates: UpdateBatch,
  expiresAt: (namespace: string, collection: string) => number | undefined,
  changes: LevelChange[],
): void {
  for (const [namespace, collections] of updates.hashedUpdates) {
    for (const [collection, keys] of collections) {
      const at = expiresAt(namespace, collection);
      for (const [key, { state, version }] of at === undefined ? [] : keys) {
        if (state && at !== undefined) {
          const value = Buffer.alloc(6);
          value.writeUIntBE(version.block, 0, 6);
          changes.push({ type: 'put', key: expiryKey(at, hashedKey(namespace, collection, key)), value });
        }
      }
    }
  }
}

function* changedKeys(updates: UpdateBatch): Generator<[string, Update]> {
  for (const [namespace, keys] of updates.publicUpdates) {
    for (const [key, update] of keys) {
      yield [publicKey(namespace, key), update];
    }
  }
  for (const [namespace, collections] of updates.hashedUpdates) {
    for (const [collection, keys] of collections) {
      for (const [key, update] of keys) {
        yield [hashedKey(namespace, collection, key), update];
      }
    }
  }
}

function encodeTransaction({ code, place }: TransactionRecord): Buffer {
  const record = Buffer.alloc(11);
  record.writeUInt8(code, 0);
  record.writeUIntBE(place.block, 1, 6);
  record.writeUInt32BE(place.transaction, 7);
  return record;
}
