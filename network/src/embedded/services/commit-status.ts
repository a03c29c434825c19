import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import type { CommittedTransaction } from '../seam.js';
import { checkReader, type MemberView } from './network-view.js';
import { errorText, RpcError } from './rpc-error.js';

/**
 * `gateway.Gateway/CommitStatus`: the verdict on a transaction. Waits for it, for ever when there will be none: the
 * client's deadline or cancellation ends the wait.
 */
export async function commitStatus(
  { network }: MemberView,
  signed: gateway.SignedCommitStatusRequest,
  signal: AbortSignal,
): Promise<gateway.CommitStatusResponse> {
  const message = signed.getRequest_asU8();
  const request = parse(message);
  const identity = request.getIdentity_asU8();
  if (identity.length === 0) throw new RpcError(status.INVALID_ARGUMENT, 'no identity provided');
  if (request.getChannelId() === '') throw new RpcError(status.INVALID_ARGUMENT, 'no channel ID provided');
  if (request.getTransactionId() === '') {
    throw new RpcError(status.INVALID_ARGUMENT, 'transaction ID should not be empty');
  }
  checkReader(network, request.getChannelId(), { message, identity, signature: signed.getSignature_asU8() });
  return toResponse(await network.channel.commitStatus(request.getTransactionId(), signal));
}

function parse(bytes: Uint8Array): gateway.CommitStatusRequest {
  if (bytes.length === 0) throw new RpcError(status.INVALID_ARGUMENT, 'a commit status request is required');
  try {
    return gateway.CommitStatusRequest.deserializeBinary(bytes);
  } catch (error) {
    throw new RpcError(status.INVALID_ARGUMENT, `invalid status request: ${errorText(error)}`);
  }
}

function toResponse(committed: CommittedTransaction): gateway.CommitStatusResponse {
  const response = new gateway.CommitStatusResponse();
  response.setResult(committed.code as ReturnType<typeof response.getResult>);
  response.setBlockNumber(Number(committed.blockNumber));
  return response;
}
