import { ledger } from '@hyperledger/fabric-protos';
import { EMPTY } from '../bytes.js';
import type { Metadata } from '../rwset/rwset-messages.js';
import type { Version } from './version.js';

/** A key's value with its metadata (a serialized `KVMetadataWrite`, as in Fabric) and its version. */
export interface StateValue {
  readonly value: Uint8Array;
  readonly metadata: Uint8Array;
  readonly version: Version;
}

const HEADER = 16;

/** The record of a key in LevelDB: block (6 bytes), transaction (4), metadata length (4), 2 reserved, metadata, value. */
export function encodeStateValue(state: StateValue): Buffer {
  const record = Buffer.allocUnsafe(HEADER + state.metadata.length + state.value.length);
  record.writeUIntBE(state.version.block, 0, 6);
  record.writeUInt32BE(state.version.transaction, 6);
  record.writeUInt32BE(state.metadata.length, 10);
  record.writeUInt16BE(0, 14);
  record.set(state.metadata, HEADER);
  record.set(state.value, HEADER + state.metadata.length);
  return record;
}

export function decodeStateValue(record: Buffer): StateValue {
  const metadataEnd = HEADER + record.readUInt32BE(10);
  return {
    version: { block: record.readUIntBE(0, 6), transaction: record.readUInt32BE(6) },
    metadata: record.subarray(HEADER, metadataEnd),
    value: record.subarray(metadataEnd),
  };
}

export function encodeMetadata(entries: readonly ledger.rwset.kvrwset.KVMetadataEntry[]): Uint8Array {
  if (entries.length === 0) {
    return EMPTY;
  }
  const message = new ledger.rwset.kvrwset.KVMetadataWrite();
  message.setEntriesList([...entries]);
  return message.serializeBinary();
}

export function decodeMetadata(bytes: Uint8Array): Metadata {
  if (bytes.length === 0) {
    return new Map();
  }
  const message = ledger.rwset.kvrwset.KVMetadataWrite.deserializeBinary(bytes);
  return new Map(message.getEntriesList().map((entry) => [entry.getName(), entry.getValue_asU8()]));
}
