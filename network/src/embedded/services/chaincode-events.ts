import { status } from '@grpc/grpc-js';
import { gateway, orderer, peer, type common } from '@hyperledger/fabric-protos';
import { blockTransactions } from './block-transactions.js';
import { checkReader, type MemberView, type NetworkView } from './network-view.js';
import { errorText, RpcError } from './rpc-error.js';

const { TypeCase } = orderer.SeekPosition;

/**
 * `gateway.Gateway/ChaincodeEvents`: the events of a contract's valid transactions, one response for each block that
 * has any. Starts with the next block unless told where; `after_transaction_id` wins, and counts within its block.
 */
export async function* chaincodeEvents(
  { network }: MemberView,
  signed: gateway.SignedChaincodeEventsRequest,
  signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
  const message = signed.getRequest_asU8();
  const request = parse(message);
  checkReader(network, request.getChannelId(), {
    message,
    identity: request.getIdentity_asU8(),
    signature: signed.getSignature_asU8(),
  });
  const matches = matcher(request);
  for await (const block of network.channel.blocks(startBlock(network, request), signal)) {
    const events = validEvents(block).filter(matches);
    if (events.length === 0) continue;
    const response = new gateway.ChaincodeEventsResponse();
    response.setBlockNumber(block.getHeader()?.getNumber() ?? 0);
    response.setEventsList(events);
    yield response;
  }
}

function parse(bytes: Uint8Array): gateway.ChaincodeEventsRequest {
  if (bytes.length === 0)
    throw new RpcError(status.INVALID_ARGUMENT, 'a chaincode events request is required');
  try {
    return gateway.ChaincodeEventsRequest.deserializeBinary(bytes);
  } catch (error) {
    throw new RpcError(status.INVALID_ARGUMENT, `invalid chaincode events request: ${errorText(error)}`);
  }
}

function startBlock(network: NetworkView, request: gateway.ChaincodeEventsRequest): bigint {
  const after = network.channel.committed(request.getAfterTransactionId());
  if (after !== undefined) return after.blockNumber;
  const position = request.getStartPosition();
  switch (position?.getTypeCase() ?? TypeCase.TYPE_NOT_SET) {
    case TypeCase.TYPE_NOT_SET:
    case TypeCase.NEXT_COMMIT:
      return network.channel.height;
    case TypeCase.SPECIFIED:
      return BigInt(position?.getSpecified()?.getNumber() ?? 0);
    case TypeCase.OLDEST:
      throw new RpcError(
        status.INVALID_ARGUMENT,
        'invalid start position type: *orderer.SeekPosition_Oldest',
      );
    case TypeCase.NEWEST:
      throw new RpcError(
        status.INVALID_ARGUMENT,
        'invalid start position type: *orderer.SeekPosition_Newest',
      );
  }
}

function matcher(request: gateway.ChaincodeEventsRequest): (event: peer.ChaincodeEvent) => boolean {
  const contract = request.getChaincodeId();
  const after = request.getAfterTransactionId();
  let passed = after === '';
  return (event) => {
    if (passed) return event.getChaincodeId() === contract;
    passed = event.getTxId() === after;
    return false;
  };
}

function validEvents(block: common.Block): peer.ChaincodeEvent[] {
  return blockTransactions(block)
    .filter(({ code }) => code === peer.TxValidationCode.VALID)
    .flatMap(({ events }) => events);
}
