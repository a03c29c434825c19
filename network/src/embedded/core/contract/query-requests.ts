import { peer } from '@hyperledger/fabric-protos';
import { keyValueBytes, QueryCursor, type ResultSource } from './query-cursor.js';
import { checkRead, text } from './request-access.js';
import type { StateIterator } from '../state/state-iterator.js';
import type { TransactionContext } from './transaction-context.js';

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

export async function getStateByRange(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
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
  if (metadata.getPagesize() !== 0 || bookmark !== '') {
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

export async function queryStateNext(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
  const cursor = context.cursors.get(peer.QueryStateNext.deserializeBinary(payload).getId());
  if (!cursor) {
    throw new Error('query iterator not found');
  }
  return (await cursor.next()).serializeBinary();
}

/** Cursors are freed with the transaction; their ids stay taken until then. */
export function queryStateClose(payload: Uint8Array): Uint8Array {
  const response = new peer.QueryResponse();
  response.setId(peer.QueryStateClose.deserializeBinary(payload).getId());
  return response.serializeBinary();
}

/** Rich queries are CouchDB's: on LevelDB a peer refuses them, after the same access check. */
export function getQueryResult(payload: Uint8Array, context: TransactionContext): never {
  const collection = peer.GetQueryResult.deserializeBinary(payload).getCollection();
  if (collection !== '') checkRead(context, collection);
  throw new Error('ExecuteQuery not supported for leveldb');
}

export async function getHistoryForKey(
  payload: Uint8Array,
  context: TransactionContext,
): Promise<Uint8Array> {
  const key = text(peer.GetHistoryForKey.deserializeBinary(payload).getKey());
  return openCursor(context, await context.history(key), 0);
}
