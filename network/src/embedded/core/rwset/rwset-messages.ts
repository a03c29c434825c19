import { ledger } from '@hyperledger/fabric-protos';
import { sha256, sortedEntries, sortedValues } from '../bytes.js';
import { MAX_DEGREE, RangeSummary, readMessage } from './range-summary.js';
import type { Version } from '../state/version.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

export type Metadata = ReadonlyMap<string, Uint8Array>;

/** What a simulation has read and written in one namespace so far. */
export class PublicSet {
  readonly reads = new Map<string, ledger.rwset.kvrwset.KVRead>();
  readonly writes = new Map<string, ledger.rwset.kvrwset.KVWrite>();
  readonly metadataWrites = new Map<string, ledger.rwset.kvrwset.KVMetadataWrite>();
  readonly collections = new Map<string, CollectionSet>();
}

/** The same in one collection, by plain key; hashes and values side by side. */
export class CollectionSet {
  readonly reads = new Map<string, ledger.rwset.kvrwset.KVReadHash>();
  readonly writes = new Map<string, ledger.rwset.kvrwset.KVWriteHash>();
  readonly metadataWrites = new Map<string, ledger.rwset.kvrwset.KVMetadataWriteHash>();
  readonly privateWrites = new Map<string, ledger.rwset.kvrwset.KVWrite>();
  readonly privateMetadataWrites = new Map<string, ledger.rwset.kvrwset.KVMetadataWrite>();
}

/** A range query while it is read; the set takes what it recorded when the simulation ends. */
export class RangeRecorder {
  readonly summary = new RangeSummary(MAX_DEGREE);
  lastKey = '';
  exhausted = false;

  constructor(
    readonly namespace: string,
    readonly startKey: string,
    readonly endKey: string,
  ) {}

  read(key: string, version: Version): void {
    this.summary.add({ key, version });
    this.lastKey = key;
  }
}

export function entriesOf(metadata: Metadata): ledger.rwset.kvrwset.KVMetadataEntry[] {
  return sortedEntries(metadata).map(([name, value]) => {
    const entry = new kvrwset.KVMetadataEntry();
    entry.setName(name);
    entry.setValue(value);
    return entry;
  });
}

export function write(key: string, value: Uint8Array): ledger.rwset.kvrwset.KVWrite {
  const message = new kvrwset.KVWrite();
  message.setKey(key);
  message.setIsDelete(value.length === 0);
  message.setValue(value);
  return message;
}

export function metadataWrite(key: string, metadata: Metadata): ledger.rwset.kvrwset.KVMetadataWrite {
  const message = new kvrwset.KVMetadataWrite();
  message.setKey(key);
  message.setEntriesList(entriesOf(metadata));
  return message;
}

export function buildRange(range: RangeRecorder, endKey: string): ledger.rwset.kvrwset.RangeQueryInfo {
  const info = new kvrwset.RangeQueryInfo();
  info.setStartKey(range.startKey);
  info.setEndKey(endKey);
  info.setItrExhausted(range.exhausted);
  const { reads, merkle } = range.summary.finish();
  if (merkle) {
    const summary = new kvrwset.QueryReadsMerkleSummary();
    summary.setMaxDegree(merkle.maxDegree);
    summary.setMaxLevel(merkle.maxLevel);
    summary.setMaxLevelHashesList([...merkle.hashes]);
    info.setReadsMerkleHashes(summary);
  } else if (reads.length > 0) {
    const raw = new kvrwset.QueryReads();
    raw.setKvReadsList(reads.map(readMessage));
    info.setRawReads(raw);
  }
  return info;
}

export function buildHashes(
  collection: string,
  set: CollectionSet,
  privateSet: ledger.rwset.CollectionPvtReadWriteSet | undefined,
): ledger.rwset.CollectionHashedReadWriteSet {
  const hashed = new kvrwset.HashedRWSet();
  hashed.setHashedReadsList(sortedValues(set.reads));
  hashed.setHashedWritesList(sortedValues(set.writes));
  hashed.setMetadataWritesList(sortedValues(set.metadataWrites));
  const message = new rwset.CollectionHashedReadWriteSet();
  message.setCollectionName(collection);
  message.setHashedRwset(hashed.serializeBinary());
  if (privateSet) {
    message.setPvtRwsetHash(sha256(privateSet.getRwset_asU8()));
  }
  return message;
}

export function buildPrivateSet(
  collection: string,
  set: CollectionSet,
): ledger.rwset.CollectionPvtReadWriteSet {
  const values = new kvrwset.KVRWSet();
  values.setWritesList(sortedValues(set.privateWrites));
  values.setMetadataWritesList(sortedValues(set.privateMetadataWrites));
  const message = new rwset.CollectionPvtReadWriteSet();
  message.setCollectionName(collection);
  message.setRwset(values.serializeBinary());
  return message;
}
