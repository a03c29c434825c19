import { ledger } from '@hyperledger/fabric-protos';
import { hex, sha256 } from '../bytes.js';
import { type Level, type LevelChange, type LevelSnapshot, openLevel, scrub } from '../state/level.js';
import { iterateLevel, type StateIterator } from '../state/state-iterator.js';
import { decodeStateValue, encodeStateValue, type StateValue } from '../state/state-value.js';
import { type Trim, trimPrivate } from './trim-private.js';

/** `d` data, `b` what a block brought, `e` what goes with a block, `x` what one should have brought and nobody had. */
function dataPrefix(namespace: string, collection: string): string {
  return `d${namespace}\0${collection}\0`;
}

function trimmed(at: string, stored: Buffer, trims: readonly Trim[]): LevelChange[] {
  const set = ledger.rwset.TxPvtReadWriteSet.deserializeBinary(stored);
  const left = trimPrivate(set, trims);
  if (left === set) {
    return [];
  }
  return [
    left ? { type: 'put', key: at, value: Buffer.from(left.serializeBinary()) } : { type: 'del', key: at },
  ];
}

function blockPrefix(kind: 'b' | 'x' | 'e', block: number): string {
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
  /** The block with which it goes; undefined: it stays. */
  readonly expiresAt?: number | undefined;
}

/** A private key whose values of all blocks go. */
export interface PrivatePurge {
  readonly namespace: string;
  readonly collection: string;
  /** Hex SHA-256. */
  readonly keyHash: string;
}

/** What one block brings to one member. */
export interface PrivateBlock {
  readonly updates: readonly PrivateUpdate[];
  /** By transaction index: the collections this member keeps. */
  readonly data: ReadonlyMap<number, ledger.rwset.TxPvtReadWriteSet>;
  /** By transaction index: names of collections that no peer could supply. */
  readonly missing: ReadonlyMap<number, readonly string[]>;
  readonly purges: readonly PrivatePurge[];
}

/** What goes with one block: a value, where it stood. */
interface Expiry {
  readonly namespace: string;
  readonly collection: string;
  readonly key: string;
  readonly block: number;
  readonly transaction: number;
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
  async commit(block: number, { updates, data, missing, purges }: PrivateBlock): Promise<void> {
    const changes: LevelChange[] = purges.length > 0 ? await this.#purged(purges) : [];
    for (const { namespace, collection, key, state, expiresAt } of updates) {
      const place = dataPrefix(namespace, collection) + key;
      if (state) {
        changes.push({ type: 'put', key: place, value: encodeStateValue(state) });
      } else {
        changes.push({ type: 'del', key: place });
      }
      if (state && expiresAt !== undefined) {
        const expiry: Expiry = { namespace, collection, key, ...state.version };
        const value = Buffer.from(JSON.stringify(expiry));
        changes.push({ type: 'put', key: `${blockPrefix('e', expiresAt)}${place}\0${block}`, value });
      }
    }
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

  /** Forgets what goes with a block: the values, unless renewed since, and their copies by block. @returns whether anything went. */
  async expire(number: number): Promise<boolean> {
    const prefix = blockPrefix('e', number);
    const due = await this.#level.iterator({ gte: prefix, lt: `${prefix.slice(0, -1)}\u0001` }).all();
    if (due.length === 0) {
      return false;
    }
    const changes: LevelChange[] = [];
    const blocks = new Map<string, Trim[]>();
    for (const [entry, value] of due) {
      const { namespace, collection, key, block, transaction } = JSON.parse(value.toString()) as Expiry;
      const place = dataPrefix(namespace, collection) + key;
      const current = this.#level.getSync(place);
      if (current && decodeStateValue(current).version.block === block) {
        changes.push({ type: 'del', key: place });
      }
      changes.push({ type: 'del', key: entry });
      const at = placeKey('b', block, transaction);
      blocks.set(at, [...(blocks.get(at) ?? []), { namespace, collection }]);
    }
    for (const [at, trims] of blocks) {
      const stored = this.#level.getSync(at);
      if (stored) {
        changes.push(...trimmed(at, stored, trims));
      }
    }
    await this.#level.batch(changes, { sync: true });
    return true;
  }

  /** What takes the values of purged keys out of everything before. */
  async #purged(purges: readonly PrivatePurge[]): Promise<LevelChange[]> {
    const changes: LevelChange[] = [];
    const isPurged = (
      { namespace, collection }: Pick<PrivatePurge, 'namespace' | 'collection'>,
      key: string,
    ) =>
      purges.some(
        (purge) =>
          purge.namespace === namespace &&
          purge.collection === collection &&
          purge.keyHash === hex(sha256(key)),
      );
    for (const place of purges) {
      const prefix = dataPrefix(place.namespace, place.collection);
      for await (const found of this.#level.keys({ gte: prefix, lt: `${prefix.slice(0, -1)}\u0001` })) {
        if (isPurged(place, found.slice(prefix.length))) {
          changes.push({ type: 'del', key: found });
        }
      }
    }
    const trims = purges.map((place): Trim => ({ ...place, keep: (key) => !isPurged(place, key) }));
    for await (const [at, stored] of this.#level.iterator({ gte: 'b', lt: 'c' })) {
      changes.push(...trimmed(at, stored, trims));
    }
    return changes;
  }

  /** What was forgotten is gone from the files, too, but for what an open view still shows. */
  compact(): Promise<void> {
    return scrub(this.#level, 'b', 'z');
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
