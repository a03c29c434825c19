import { toUSVString } from 'node:util';
import { peer } from '@hyperledger/fabric-protos';
import { EMPTY } from './bytes.js';
import { keyValueBytes, QueryCursor, type ResultSource } from './query-cursor.js';
import type { StateIterator } from './state-iterator.js';
import type { TransactionContext } from './transaction-context.js';

const Type = peer.ChaincodeMessage.Type;

/** Answers one request of a contract; the bytes are the payload of the RESPONSE. */
type Handler = (payload: Uint8Array, context: TransactionContext) => Uint8Array | Promise<Uint8Array>;

function text(value: string): string {
  if (toUSVString(value) !== value) {
    throw new Error('unmarshal failed: string field contains invalid UTF-8');
  }
  return value;
}

function checkRead(context: TransactionContext, collection: string): void {
  const definition = context.simulator.collection(context.contract, collection);
  if (definition.memberOnlyRead && !definition.memberMspIds.includes(context.creator.mspId)) {
    throw noPermission('read', context.contract, collection);
  }
}

function checkWrite(context: TransactionContext, collection: string): void {
  const definition = context.simulator.collection(context.contract, collection);
  if (definition.memberOnlyWrite && !definition.memberMspIds.includes(context.creator.mspId)) {
    throw noPermission('write', context.contract, collection);
  }
}

function noPermission(access: 'read' | 'write', contract: string, collection: string): Error {
  return new Error(
    `tx creator does not have ${access} access permission on privatedata in ` +
      `chaincodeName:${contract} collectionName: ${collection}`,
  );
}

function getState(payload: Uint8Array, context: TransactionContext): Uint8Array {
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

function getStateMultiple(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.GetStateMultiple.deserializeBinary(payload);
  const result = new peer.GetStateMultipleResult();
  result.setValuesList(
    request.getKeysList().map((key) => readKey(context, request.getCollection(), text(key))),
  );
  return result.serializeBinary();
}

function getPrivateDataHash(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.GetState.deserializeBinary(payload);
  return context.simulator.getPrivateHash(context.contract, request.getCollection(), text(request.getKey()));
}

function putState(payload: Uint8Array, context: TransactionContext): Uint8Array {
  const request = peer.PutState.deserializeBinary(payload);
  writeKey(context, request.getCollection(), request.getKey(), request.getValue_asU8());
  return EMPTY;
}

function delState(payload: Uint8Array, context: TransactionContext): Uint8Array {
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

function getStateMetadata(payload: Uint8Array, context: TransactionContext): Uint8Array {
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

function putStateMetadata(payload: Uint8Array, context: TransactionContext): Uint8Array {
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

function writeBatch(payload: Uint8Array, context: TransactionContext): Uint8Array {
  for (const record of peer.WriteBatchState.deserializeBinary(payload).getRecList()) {
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
        throw unsupported('PURGE_PRIVATE_DATA');
      default:
        throw new Error('unknown operation type');
    }
  }
  return EMPTY;
}

/** Gives the entries of a state iterator their wire form. */
function keyValues(namespace: string, iterator: StateIterator): ResultSource {
  return {
    next: async () => {
      const entry = await iterator.next();
      return entry && keyValueBytes(namespace, entry.key, entry.state.value);
    },
    close: () => iterator.close(),
  };
}

async function getStateByRange(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
  const request = peer.GetStateByRange.deserializeBinary(payload);
  const { simulator, contract } = context;
  const startKey = text(request.getStartkey());
  const endKey = text(request.getEndkey());
  const collection = request.getCollection();
  const metadata = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8());
  const bookmark = text(metadata.getBookmark());
  if (collection !== '') {
    checkRead(context, collection);
    return openCursor(
      context,
      keyValues(contract, simulator.privateRange(contract, collection, startKey, endKey)),
      metadata.getPagesize(),
    );
  }
  if (metadata.getPagesize() > 0 || bookmark !== '') {
    const page = simulator.page(
      contract,
      bookmark === '' ? startKey : bookmark,
      endKey,
      metadata.getPagesize(),
    );
    const source = { ...keyValues(contract, page), bookmark: () => page.bookmark() };
    return openCursor(context, source, metadata.getPagesize());
  }
  return openCursor(context, keyValues(contract, simulator.range(contract, startKey, endKey)), 0);
}

/** Opens a query and answers its first message; one that is complete needs no closing by the contract. */
async function openCursor(
  context: TransactionContext,
  source: ResultSource,
  pageSize: number,
): Promise<Uint8Array> {
  const id = `${context.transactionId}-${context.cursors.size}`;
  const cursor = new QueryCursor(id, source, pageSize);
  context.cursors.set(id, cursor);
  return (await cursor.next()).serializeBinary();
}

async function queryStateNext(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
  const cursor = context.cursors.get(peer.QueryStateNext.deserializeBinary(payload).getId());
  if (!cursor) {
    throw new Error('query iterator not found');
  }
  return (await cursor.next()).serializeBinary();
}

/** Cursors are freed with the transaction; their ids stay taken until then. */
function queryStateClose(payload: Uint8Array): Uint8Array {
  const response = new peer.QueryResponse();
  response.setId(peer.QueryStateClose.deserializeBinary(payload).getId());
  return response.serializeBinary();
}

async function getHistoryForKey(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
  const key = text(peer.GetHistoryForKey.deserializeBinary(payload).getKey());
  return openCursor(context, await context.history(key), 0);
}

async function invokeChaincode(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
  const spec = peer.ChaincodeSpec.deserializeBinary(payload);
  const [name = '', channel = context.channel] = (spec.getChaincodeId()?.getName() ?? '').split('/');
  if (channel !== context.channel) {
    throw unsupported('calls of contracts on another channel');
  }
  const [contract = ''] = name.split(':');
  const { response } = await context.invoke(contract, spec.getInput() ?? new peer.ChaincodeInput());
  const message = new peer.ChaincodeMessage();
  message.setType(Type.COMPLETED);
  message.setTxid(context.transactionId);
  message.setChannelId(context.channel);
  message.setPayload(response.serializeBinary());
  return message.serializeBinary();
}

function unsupported(name: string): Error {
  return new Error(`not supported by the embedded ledger: ${name}`);
}

const HANDLERS: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [Type.GET_STATE, getState],
  [Type.GET_STATE_MULTIPLE, getStateMultiple],
  [Type.GET_PRIVATE_DATA_HASH, getPrivateDataHash],
  [Type.PUT_STATE, putState],
  [Type.DEL_STATE, delState],
  [Type.WRITE_BATCH_STATE, writeBatch],
  [Type.GET_STATE_METADATA, getStateMetadata],
  [Type.PUT_STATE_METADATA, putStateMetadata],
  [Type.GET_STATE_BY_RANGE, getStateByRange],
  [Type.QUERY_STATE_NEXT, queryStateNext],
  [Type.QUERY_STATE_CLOSE, queryStateClose],
  [Type.GET_HISTORY_FOR_KEY, getHistoryForKey],
  [Type.INVOKE_CHAINCODE, invokeChaincode],
]);

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(Type).map(([name, type]) => [type, name]));

/** Fabric's name of a message type, as it stands in errors. */
export function requestName(type: number): string {
  return NAMES.get(type) ?? String(type);
}

/**
 * Answers a contract's request within its transaction.
 * @throws with Fabric's text, which the contract receives; with `not supported by the embedded ledger: NAME`
 * for rich queries and purges.
 */
export async function answerRequest(
  type: number,
  payload: Uint8Array,
  context: TransactionContext,
): Promise<Uint8Array> {
  const handler = HANDLERS.get(type);
  if (!handler) {
    throw unsupported(requestName(type));
  }
  return handler(payload, context);
}
