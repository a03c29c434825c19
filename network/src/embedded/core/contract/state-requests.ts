import { peer } from '@hyperledger/fabric-protos';
import { EMPTY } from '../bytes.js';
import { checkRead, checkWrite, text } from './request-access.js';
import type { TransactionContext } from './transaction-context.js';

export function getState(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.GetState.deserializeBinary(payload);
  return readKey(context, request.getCollection(), text(request.getKey()));
}

function readKey(context: TransactionContext, collection: string, key: string): Uint8Array {
  if (collection === '') {
    return context.simulator.get(context.contract, key);
  }
  checkRead(context, collection);
  return context.simulator.getPrivate(context.contract, collection, key);
}

/** Many keys of the state or of one collection; a missing one has an empty value. */
export function getStateMultiple(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.GetStateMultiple.deserializeBinary(payload);
  const collection = request.getCollection();
  const keys = request.getKeysList().map(text);
  const { simulator, contract } = context;
  if (collection !== '') checkRead(context, collection);
  const result = new peer.GetStateMultipleResult();
  result.setValuesList(
    collection === ''
      ? keys.map((key) => simulator.get(contract, key))
      : simulator.getPrivateMultiple(contract, collection, keys),
  );
  return result.serializeBinary();
}

export function getPrivateDataHash(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.GetState.deserializeBinary(payload);
  return context.simulator.getPrivateHash(context.contract, request.getCollection(), text(request.getKey()));
}

export function putState(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.PutState.deserializeBinary(payload);
  writeKey(context, request.getCollection(), request.getKey(), request.getValue_asU8());
  return EMPTY;
}

export function delState(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.DelState.deserializeBinary(payload);
  writeKey(context, request.getCollection(), request.getKey(), EMPTY);
  return EMPTY;
}

function writeKey(context: TransactionContext, collection: string, key: string, value: Uint8Array): void {
  text(key);
  if (collection === '') {
    context.simulator.put(context.contract, key, value);
  } else {
    checkWrite(context, collection);
    context.simulator.putPrivate(context.contract, collection, key, value);
  }
}

export function purgePrivateData(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.PurgePrivateState.deserializeBinary(payload);
  purgeKey(context, request.getCollection(), request.getKey());
  return EMPTY;
}

function purgeKey(context: TransactionContext, collection: string, key: string): void {
  text(key);
  if (collection === '') {
    throw new Error('only applicable for private data');
  }
  checkWrite(context, collection);
  context.simulator.purgePrivate(context.contract, collection, key);
}

export function getStateMetadata(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.GetStateMetadata.deserializeBinary(payload);
  const collection = request.getCollection();
  const key = text(request.getKey());
  if (collection !== '') {
    checkRead(context, collection);
  }
  const metadata =
    collection === ''
      ? context.simulator.getMetadata(context.contract, key)
      : context.simulator.getPrivateMetadata(context.contract, collection, key);
  const result = new peer.StateMetadataResult();
  for (const [name, value] of metadata) {
    const entry = new peer.StateMetadata();
    entry.setMetakey(name);
    entry.setValue(value);
    result.addEntries(entry);
  }
  return result.serializeBinary();
}

export function putStateMetadata(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.PutStateMetadata.deserializeBinary(payload);
  writeMetadata(context, request.getCollection(), request.getKey(), request.getMetadata());
  return EMPTY;
}

function writeMetadata(
  context: TransactionContext,
  collection: string,
  key: string,
  entry: peer.StateMetadata | undefined,
): void {
  text(key);
  const metadata = new Map([[entry?.getMetakey() ?? '', entry?.getValue_asU8() ?? EMPTY]]);
  if (collection === '') {
    context.simulator.putMetadata(context.contract, key, metadata);
  } else {
    checkWrite(context, collection);
    context.simulator.putPrivateMetadata(context.contract, collection, key, metadata);
  }
}

/**
 * Puts, deletions, purges and key-level policies, one after the other: those before a refused one stand, unless the
 * whole message cannot be read.
 */
export function writeBatch(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const records = peer.WriteBatchState.deserializeBinary(payload).getRecList();
  for (const record of records) {
    text(record.getKey());
  }
  for (const record of records) {
    switch (record.getType()) {
      case peer.WriteRecord.Type.PUT_STATE:
        writeKey(context, record.getCollection(), record.getKey(), record.getValue_asU8());
        break;
      case peer.WriteRecord.Type.DEL_STATE:
        writeKey(context, record.getCollection(), record.getKey(), EMPTY);
        break;
      case peer.WriteRecord.Type.PUT_STATE_METADATA:
        writeMetadata(context, record.getCollection(), record.getKey(), record.getMetadata());
        break;
      case peer.WriteRecord.Type.PURGE_PRIVATE_DATA:
        purgeKey(context, record.getCollection(), record.getKey());
        break;
      default:
        throw new Error('unknown operation type');
    }
  }
  return EMPTY;
}
