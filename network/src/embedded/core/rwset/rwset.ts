import { ledger } from '@hyperledger/fabric-protos';
import { type Version, versionOf } from '../state/version.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

export interface Read {
  readonly key: string;
  readonly version: Version | undefined;
}

/** A write; an empty value deletes, whatever the flag says (Fabric, FAB-18386). */
export interface Write {
  readonly key: string;
  readonly isDelete: boolean;
  /** Of hashed writes: earlier values go, too. */
  readonly isPurge?: boolean;
  readonly value: Uint8Array;
}

/** `entries` empty: the key's metadata are deleted. */
export interface MetadataWrite {
  readonly key: string;
  readonly entries: readonly ledger.rwset.kvrwset.KVMetadataEntry[];
}

export interface MerkleSummary {
  readonly maxDegree: number;
  readonly maxLevel: number;
  readonly hashes: readonly Uint8Array[];
}

export interface RangeQuery {
  readonly startKey: string;
  readonly endKey: string;
  readonly exhausted: boolean;
  readonly reads: readonly Read[];
  readonly merkle: MerkleSummary | undefined;
}

/** Reads and writes of private data as every member sees them; keys are hex SHA-256, values are hashes. */
export interface CollectionReadWriteSet {
  readonly collection: string;
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  readonly metadataWrites: readonly MetadataWrite[];
  /** SHA-256 of the private read-write set; empty when the transaction wrote nothing to the collection. */
  readonly privateHash: Uint8Array;
}

export interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  readonly metadataWrites: readonly MetadataWrite[];
  readonly rangeQueries: readonly RangeQuery[];
  readonly collections: readonly CollectionReadWriteSet[];
}

function decodeRead(read: ledger.rwset.kvrwset.KVRead): Read {
  return { key: read.getKey(), version: versionOf(read.getVersion()) };
}

function decodeRange(range: ledger.rwset.kvrwset.RangeQueryInfo): RangeQuery {
  const merkle = range.getReadsMerkleHashes();
  return {
    startKey: range.getStartKey(),
    endKey: range.getEndKey(),
    exhausted: range.getItrExhausted(),
    reads: range.getRawReads()?.getKvReadsList().map(decodeRead) ?? [],
    merkle: merkle && {
      maxDegree: merkle.getMaxDegree(),
      maxLevel: merkle.getMaxLevel(),
      hashes: merkle.getMaxLevelHashesList_asU8(),
    },
  };
}

function keyOfHash(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

const EMPTY_VALUE_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function decodeHashedWrite(write: ledger.rwset.kvrwset.KVWriteHash): Write {
  const value = write.getValueHash_asU8();
  return {
    key: keyOfHash(write.getKeyHash_asU8()),
    isDelete: write.getIsDelete() || value.length === 0 || keyOfHash(value) === EMPTY_VALUE_HASH,
    isPurge: write.getIsPurge(),
    value,
  };
}

function decodeCollection(message: ledger.rwset.CollectionHashedReadWriteSet): CollectionReadWriteSet {
  const hashed = kvrwset.HashedRWSet.deserializeBinary(message.getHashedRwset_asU8());
  return {
    collection: message.getCollectionName(),
    reads: hashed.getHashedReadsList().map((read) => ({
      key: keyOfHash(read.getKeyHash_asU8()),
      version: versionOf(read.getVersion()),
    })),
    writes: hashed.getHashedWritesList().map(decodeHashedWrite),
    metadataWrites: hashed.getMetadataWritesList().map((write) => ({
      key: keyOfHash(write.getKeyHash_asU8()),
      entries: write.getEntriesList(),
    })),
    privateHash: message.getPvtRwsetHash_asU8(),
  };
}

/** The plain writes of a key-value set: public ones, or the private ones of a member. */
export function decodeWrites(set: ledger.rwset.kvrwset.KVRWSet): Write[] {
  return set.getWritesList().map((write) => {
    const value = write.getValue_asU8();
    return { key: write.getKey(), isDelete: write.getIsDelete() || value.length === 0, value };
  });
}

function decodeNamespace(message: ledger.rwset.NsReadWriteSet): NamespaceReadWriteSet {
  const set = kvrwset.KVRWSet.deserializeBinary(message.getRwset_asU8());
  return {
    namespace: message.getNamespace(),
    reads: set.getReadsList().map(decodeRead),
    writes: decodeWrites(set),
    metadataWrites: set
      .getMetadataWritesList()
      .map((write) => ({ key: write.getKey(), entries: write.getEntriesList() })),
    rangeQueries: set.getRangeQueriesInfoList().map(decodeRange),
    collections: message.getCollectionHashedRwsetList().map(decodeCollection),
  };
}

/**
 * Reads the results of a transaction (`rwset.TxReadWriteSet`).
 * @throws when the bytes are no read-write set.
 */
export function decodeReadWriteSet(bytes: Uint8Array): NamespaceReadWriteSet[] {
  return rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList().map(decodeNamespace);
}

function writesAnything(set: NamespaceReadWriteSet | CollectionReadWriteSet): boolean {
  return set.writes.length > 0 || set.metadataWrites.length > 0;
}

/** Whether the transaction changes anything in a namespace: values, metadata, or hashes of private data. */
export function writesToNamespace(set: NamespaceReadWriteSet): boolean {
  return writesAnything(set) || set.collections.some(writesAnything);
}
