import { peer } from '@hyperledger/fabric-protos';
import {
  getHistoryForKey,
  getQueryResult,
  getStateByRange,
  queryStateClose,
  queryStateNext,
} from './query-requests.js';
import { unsupported } from './request-access.js';
import {
  delState,
  getPrivateDataHash,
  getState,
  getStateMetadata,
  getStateMultiple,
  purgePrivateData,
  putState,
  putStateMetadata,
  writeBatch,
} from './state-requests.js';
import type { TransactionContext } from './transaction-context.js';

const Type = peer.ChaincodeMessage.Type;

/** Answers one request of a contract; the bytes are the payload of the RESPONSE. */
type Handler = (payload: Uint8Array, context: TransactionContext) => Uint8Array | Promise<Uint8Array>;

async function invokeChaincode(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
  const spec = peer.ChaincodeSpec.deserializeBinary(payload);
  const [name = '', channel = context.channel] = (spec.getChaincodeId()?.getName() ?? '').split('/');
  if (channel !== context.channel) {
    // There is one channel, so no other has policies to ask.
    throw new Error(`Failed to get policy manager for channel [${channel}]`);
  }
  const [contract = ''] = name.split(':');
  const { response } = await context
    .invoke(contract, spec.getInput() ?? new peer.ChaincodeInput())
    .catch((error: unknown) => {
      throw new Error(`execute failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    });
  const message = new peer.ChaincodeMessage();
  message.setType(Type.COMPLETED);
  message.setTxid(context.transactionId);
  message.setChannelId(context.channel);
  message.setPayload(response.serializeBinary());
  return message.serializeBinary();
}

const HANDLERS: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [Type.GET_STATE, getState],
  [Type.GET_STATE_MULTIPLE, getStateMultiple],
  [Type.GET_PRIVATE_DATA_HASH, getPrivateDataHash],
  [Type.PUT_STATE, putState],
  [Type.DEL_STATE, delState],
  [Type.PURGE_PRIVATE_DATA, purgePrivateData],
  [Type.WRITE_BATCH_STATE, writeBatch],
  [Type.GET_STATE_METADATA, getStateMetadata],
  [Type.PUT_STATE_METADATA, putStateMetadata],
  [Type.GET_STATE_BY_RANGE, getStateByRange],
  [Type.GET_QUERY_RESULT, getQueryResult],
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
 * for purges.
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
