import { CollectionMissing } from '../private/collection-missing.js';
import type { Collection, ContractDefinition } from '../../seam.js';
import { EMPTY, hex, sha256 } from '../bytes.js';
import type { LedgerView } from '../state/ledger-view.js';
import { collectionOf, implicitOwner } from '../../../contract/collection-of.js';
import { DEFINITION_FIELDS, fieldKey, LIFECYCLE, metadataKey } from '../lifecycle/lifecycle-keys.js';
import type { PrivateView } from '../private/private-store.js';
import { type ReadWriteSets, ReadWriteSetBuilder } from '../rwset/rwset-builder.js';
import { type Metadata, RangeRecorder } from '../rwset/rwset-messages.js';
import type { StateEntry, StateIterator } from '../state/state-iterator.js';
import { decodeMetadata, type StateValue } from '../state/state-value.js';
import { sameVersion, versionText } from '../state/version.js';

/** An iterator that stops after one page and tells where the next begins. */
export interface PageIterator extends StateIterator {
  bookmark(): Promise<string>;
}

/**
 * One transaction at one member's peer: reads come from the state after one block, writes are only
 * recorded, and no read sees the transaction's own writes. Rules and texts are those of Fabric's
 * `txmgr.txSimulator` and `queryExecutor`.
 */
export class Simulator {
  readonly #sets = new ReadWriteSetBuilder();
  readonly #definitionRead = new Set<string>();
  /** By contract: collections whose values were read. */
  readonly privateReads = new Map<string, Set<string>>();
  #wrote = false;
  #queriedPrivateData = false;
  #queriedPages = false;

  constructor(
    private readonly transactionId: string,
    private readonly view: LedgerView,
    private readonly privates: PrivateView,
    private readonly contracts: ReadonlyMap<string, ContractDefinition>,
    private readonly isMember: (mspId: string) => boolean,
  ) {}

  /** Every transaction depends on the definition it ran under. */
  readSequence(contract: string): void {
    this.#readLifecycle(fieldKey(contract, 'Sequence'));
  }

  get(namespace: string, key: string): Uint8Array {
    return this.#read(namespace, key)?.value ?? EMPTY;
  }

  getMetadata(namespace: string, key: string): Metadata {
    return decodeMetadata(this.#read(namespace, key)?.metadata ?? EMPTY);
  }

  put(namespace: string, key: string, value: Uint8Array): void {
    this.#beforeWrite();
    this.#sets.addWrite(namespace, key, value);
  }

  putMetadata(namespace: string, key: string, metadata: Metadata): void {
    this.#beforeWrite();
    this.#sets.addMetadataWrite(namespace, key, metadata);
  }

  range(namespace: string, startKey: string, endKey: string): StateIterator {
    return this.#record(namespace, startKey, endKey, this.view.state.range(namespace, startKey, endKey));
  }

  page(namespace: string, startKey: string, endKey: string, size: number): PageIterator {
    if (this.#wrote) {
      throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
    }
    this.#queriedPages = true;
    const source = this.view.state.range(namespace, startKey, endKey);
    let left = size <= 0 ? Number.POSITIVE_INFINITY : size;
    const limited: StateIterator = {
      next: async () => (left-- > 0 ? source.next() : undefined),
      close: () => source.close(),
    };
    const recorded = this.#record(namespace, startKey, endKey, limited);
    return { ...recorded, bookmark: async () => (await source.next())?.key ?? '' };
  }

  getPrivate(namespace: string, collection: string, key: string): Uint8Array {
    this.collection(namespace, collection);
    const found = this.privates.get(namespace, collection, key);
    const hashed = this.view.state.getHashed(namespace, collection, hex(sha256(key)));
    if (!sameVersion(hashed?.version, found?.version)) {
      throw new Error(
        'private data matching public hash version is not available. Public hash version = ' +
          `${versionText(hashed?.version)}, Private data version = ${versionText(found?.version)}`,
      );
    }
    this.#sets.addHashedRead(namespace, collection, key, found?.version);
    this.#notePrivateRead(namespace, collection);
    return found?.value ?? EMPTY;
  }

  /**
   * As Fabric's peer, which here does not compare with the hashes on the ledger: what the peer does not hold is read
   * as missing, and the transaction then conflicts with the hash.
   */
  getPrivateMultiple(namespace: string, collection: string, keys: readonly string[]): Uint8Array[] {
    this.collection(namespace, collection);
    return keys.map((key) => {
      const found = this.privates.get(namespace, collection, key);
      this.#sets.addHashedRead(namespace, collection, key, found?.version);
      this.#notePrivateRead(namespace, collection);
      return found?.value ?? EMPTY;
    });
  }

  getPrivateHash(namespace: string, collection: string, key: string): Uint8Array {
    return this.#readHashed(namespace, collection, key)?.value ?? EMPTY;
  }

  getPrivateMetadata(namespace: string, collection: string, key: string): Metadata {
    return decodeMetadata(this.#readHashed(namespace, collection, key)?.metadata ?? EMPTY);
  }

  putPrivate(namespace: string, collection: string, key: string, value: Uint8Array): void {
    this.collection(namespace, collection);
    this.#beforeWrite();
    this.#sets.addPrivateWrite(namespace, collection, key, value);
  }

  /** Deletes, and takes the values of earlier blocks with it. */
  purgePrivate(namespace: string, collection: string, key: string): void {
    this.collection(namespace, collection);
    this.#beforeWrite();
    this.#sets.addPrivatePurge(namespace, collection, key);
  }

  putPrivateMetadata(namespace: string, collection: string, key: string, metadata: Metadata): void {
    this.collection(namespace, collection);
    this.#beforeWrite();
    this.#sets.addPrivateMetadataWrite(namespace, collection, key, metadata);
  }

  /** Private ranges are not recorded, so they are allowed only where nothing is written. */
  privateRange(namespace: string, collection: string, startKey: string, endKey: string): StateIterator {
    if (this.#wrote) {
      throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
    }
    this.#queriedPrivateData = true;
    this.collection(namespace, collection);
    this.#notePrivateRead(namespace, collection);
    return this.privates.range(namespace, collection, startKey, endKey);
  }

  history(namespace: string, key: string): ReturnType<LedgerView['state']['history']> {
    return this.view.state.history(namespace, key);
  }

  /**
   * The definition of a collection; looking it up is itself a recorded read of the contract's definition.
   * @throws when the contract has no collection of this name.
   */
  collection(namespace: string, name: string): Collection {
    if (!this.#definitionRead.has(namespace)) {
      this.#definitionRead.add(namespace);
      this.#readLifecycle(metadataKey(namespace));
      for (const field of DEFINITION_FIELDS) {
        this.#readLifecycle(fieldKey(namespace, field));
      }
    }
    const found = collectionOf(this.contracts.get(namespace), name);
    const owner = implicitOwner(name);
    if (!found || (owner !== undefined && !this.isMember(owner)))
      throw new CollectionMissing(namespace, name);
    return found;
  }

  finish(): ReadWriteSets {
    return this.#sets.build();
  }

  #notePrivateRead(namespace: string, collection: string): void {
    const read = this.privateReads.get(namespace) ?? new Set();
    this.privateReads.set(namespace, read.add(collection));
  }

  #readLifecycle(key: string): void {
    this.#read(LIFECYCLE, key);
  }

  #read(namespace: string, key: string): StateValue | undefined {
    const state = this.view.state.get(namespace, key);
    this.#sets.addRead(namespace, key, state?.version);
    return state;
  }

  #readHashed(namespace: string, collection: string, key: string): StateValue | undefined {
    this.collection(namespace, collection);
    const state = this.view.state.getHashed(namespace, collection, hex(sha256(key)));
    this.#sets.addHashedRead(namespace, collection, key, state?.version);
    return state;
  }

  /** Follows an iterator: a query that was not read to its end ends at the last key it gave. */
  #record(namespace: string, startKey: string, endKey: string, source: StateIterator): StateIterator {
    const recorder = new RangeRecorder(namespace, startKey, endKey);
    this.#sets.addRange(recorder);
    return {
      async next(): Promise<StateEntry | undefined> {
        const entry = await source.next();
        if (entry) {
          recorder.read(entry.key, entry.state.version);
        } else {
          recorder.exhausted = true;
        }
        return entry;
      },
      close: () => source.close(),
    };
  }

  #beforeWrite(): void {
    if (this.#queriedPrivateData) {
      throw this.#unsupported(
        'Transaction has already performed queries on pvt data. Writes are not allowed',
      );
    }
    if (this.#queriedPages) {
      throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed');
    }
    this.#wrote = true;
  }

  #unsupported(reason: string): Error {
    return new Error(`txid [${this.transactionId}]: unsuppored transaction. ${reason}`);
  }
}
