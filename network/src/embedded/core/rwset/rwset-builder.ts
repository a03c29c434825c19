import { ledger } from '@hyperledger/fabric-protos';
import { EMPTY, sha256, sortedEntries, sortedValues } from '../bytes.js';
import { readMessage } from './range-summary.js';
import {
  buildHashes,
  buildPrivateSet,
  buildRange,
  CollectionSet,
  entriesOf,
  type Metadata,
  metadataWrite,
  PublicSet,
  type RangeRecorder,
  write,
} from './rwset-messages.js';
import { type Version, versionMessage } from '../state/version.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

export interface ReadWriteSets {
  readonly results: ledger.rwset.TxReadWriteSet;
  readonly privateResults: ledger.rwset.TxPvtReadWriteSet | undefined;
}

/**
 * Collects what one simulation reads and writes, in the form that Fabric's endorsers agree on: sorted by
 * key, the last write of a key only, namespaces and collections by name.
 */
export class ReadWriteSetBuilder {
  readonly #namespaces = new Map<string, PublicSet>();
  readonly #ranges: RangeRecorder[] = [];

  addRead(namespace: string, key: string, version: Version | undefined): void {
    this.#namespace(namespace).reads.set(key, readMessage({ key, version }));
  }

  addWrite(namespace: string, key: string, value: Uint8Array): void {
    this.#namespace(namespace).writes.set(key, write(key, value));
  }

  addMetadataWrite(namespace: string, key: string, metadata: Metadata): void {
    this.#namespace(namespace).metadataWrites.set(key, metadataWrite(key, metadata));
  }

  addRange(recorder: RangeRecorder): void {
    this.#ranges.push(recorder);
  }

  addHashedRead(namespace: string, collection: string, key: string, version: Version | undefined): void {
    const message = new kvrwset.KVReadHash();
    message.setKeyHash(sha256(key));
    if (version) {
      message.setVersion(versionMessage(version));
    }
    this.#collection(namespace, collection).reads.set(key, message);
  }

  addPrivateWrite(namespace: string, collection: string, key: string, value: Uint8Array): void {
    const message = new kvrwset.KVWriteHash();
    message.setKeyHash(sha256(key));
    message.setIsDelete(value.length === 0);
    message.setValueHash(value.length === 0 ? EMPTY : sha256(value));
    const set = this.#collection(namespace, collection);
    set.writes.set(key, message);
    set.privateWrites.set(key, write(key, value));
  }

  addPrivatePurge(namespace: string, collection: string, key: string): void {
    this.addPrivateWrite(namespace, collection, key, EMPTY);
    this.#collection(namespace, collection).writes.get(key)?.setIsPurge(true);
  }

  addPrivateMetadataWrite(namespace: string, collection: string, key: string, metadata: Metadata): void {
    const message = new kvrwset.KVMetadataWriteHash();
    message.setKeyHash(sha256(key));
    message.setEntriesList(entriesOf(metadata));
    const set = this.#collection(namespace, collection);
    set.metadataWrites.set(key, message);
    // The members need to know the key, to move its version along; the metadata stand with the hash.
    set.privateMetadataWrites.set(key, metadataWrite(key, new Map()));
  }

  build(): ReadWriteSets {
    const privateResults = this.#buildPrivate();
    const results = new rwset.TxReadWriteSet();
    for (const [name, set] of this.#sortedNamespaces()) {
      results.addNsRwset(this.#buildNamespace(name, set, privateResults));
    }
    return { results, privateResults };
  }

  #sortedNamespaces(): [string, PublicSet][] {
    for (const range of this.#ranges) {
      this.#namespace(range.namespace);
    }
    return sortedEntries(this.#namespaces);
  }

  #buildNamespace(
    name: string,
    set: PublicSet,
    privateResults: ledger.rwset.TxPvtReadWriteSet | undefined,
  ): ledger.rwset.NsReadWriteSet {
    const values = new kvrwset.KVRWSet();
    values.setReadsList(sortedValues(set.reads));
    values.setWritesList(sortedValues(set.writes));
    values.setMetadataWritesList(sortedValues(set.metadataWrites));
    values.setRangeQueriesInfoList(this.#buildRanges(name));
    const message = new rwset.NsReadWriteSet();
    message.setNamespace(name);
    message.setRwset(values.serializeBinary());
    const privates = privateResults?.getNsPvtRwsetList().find((each) => each.getNamespace() === name);
    for (const [collection, hashes] of sortedEntries(set.collections)) {
      const privateSet = privates
        ?.getCollectionPvtRwsetList()
        .find((each) => each.getCollectionName() === collection);
      message.addCollectionHashedRwset(buildHashes(collection, hashes, privateSet));
    }
    return message;
  }

  /** Two queries of the same range count once, as in Fabric. */
  #buildRanges(namespace: string): ledger.rwset.kvrwset.RangeQueryInfo[] {
    const infos = new Map<string, ledger.rwset.kvrwset.RangeQueryInfo>();
    for (const range of this.#ranges.filter((each) => each.namespace === namespace)) {
      const endKey = range.exhausted ? range.endKey : range.lastKey;
      const identity = JSON.stringify([range.startKey, endKey, range.exhausted]);
      if (!infos.has(identity)) {
        infos.set(identity, buildRange(range, endKey));
      }
    }
    return [...infos.values()];
  }

  #buildPrivate(): ledger.rwset.TxPvtReadWriteSet | undefined {
    const results = new rwset.TxPvtReadWriteSet();
    for (const [name, set] of this.#sortedNamespaces()) {
      const message = new rwset.NsPvtReadWriteSet();
      message.setNamespace(name);
      for (const [collection, hashes] of sortedEntries(set.collections)) {
        if (hashes.privateWrites.size > 0 || hashes.privateMetadataWrites.size > 0) {
          message.addCollectionPvtRwset(buildPrivateSet(collection, hashes));
        }
      }
      if (message.getCollectionPvtRwsetList().length > 0) {
        results.addNsPvtRwset(message);
      }
    }
    return results.getNsPvtRwsetList().length > 0 ? results : undefined;
  }

  #namespace(name: string): PublicSet {
    let set = this.#namespaces.get(name);
    if (!set) {
      set = new PublicSet();
      this.#namespaces.set(name, set);
    }
    return set;
  }

  #collection(namespace: string, name: string): CollectionSet {
    const { collections } = this.#namespace(namespace);
    let set = collections.get(name);
    if (!set) {
      set = new CollectionSet();
      collections.set(name, set);
    }
    return set;
  }
}
