import { status } from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { isRefused, processProposal, refusalDetail } from './endorser.js';
import type { MemberView, PeerView } from './network-view.js';
import { unpackProposal, type UnpackedProposal } from './proposal.js';
import { errorText, RpcError } from './rpc-error.js';
import { systemContracts } from './system/system-contracts.js';
import { refuseSystemContract } from './unsupported.js';

/**
 * `gateway.Gateway/Evaluate`: runs a transaction function at one peer, the member's own first, and answers its result.
 * Another member's peer is asked only after a fault of the peer itself, and never with transient data unless named.
 */
export async function evaluate(
  view: MemberView,
  request: gateway.EvaluateRequest,
): Promise<gateway.EvaluateResponse> {
  const unpacked = unpack(request);
  refuseSystemContract(unpacked.contract);
  const details: gateway.ErrorDetail[] = [];
  let lastCode: status = status.UNAVAILABLE;
  for (const peer of targets(view, unpacked, request.getTargetOrganizationsList())) {
    const outcome = await processProposal(view, peer, unpacked, 'evaluate');
    if (!isRefused(outcome)) {
      const response = new gateway.EvaluateResponse();
      response.setResult(outcome.simulation.response);
      return response;
    }
    details.push(refusalDetail(peer, outcome));
    lastCode = outcome.code;
    if (!outcome.retry) {
      throw new RpcError(
        outcome.code,
        `evaluate call to endorser returned error: ${outcome.message}`,
        details,
      );
    }
  }
  throw new RpcError(lastCode, 'failed to evaluate transaction, see attached details for more info', details);
}

function unpack(request: gateway.EvaluateRequest): UnpackedProposal {
  try {
    return unpackProposal(request.getProposedTransaction());
  } catch (error) {
    throw new RpcError(status.INVALID_ARGUMENT, `failed to unpack transaction proposal: ${errorText(error)}`);
  }
}

function targets(
  { network, peer }: MemberView,
  { channelHeader, contract, transient }: UnpackedProposal,
  named: readonly string[],
): readonly PeerView[] {
  const channel = channelHeader.getChannelId();
  if (channel !== network.channel.name) {
    throw new RpcError(
      status.UNAVAILABLE,
      `failed to get config for channel [${channel}]: could not get last config for channel ${channel}`,
    );
  }
  const protectTransient = transient.size > 0 && named.length === 0;
  const allowed = protectTransient ? [peer.mspId] : named;
  const peers = network.peers.filter(
    ({ mspId }) =>
      (allowed.length === 0 || allowed.includes(mspId)) &&
      (systemContracts.has(contract) || network.hosts(contract, mspId)),
  );
  if (peers.length === 0) {
    const reason = `no peers available to evaluate chaincode ${contract} in channel ${channel}`;
    throw new RpcError(
      status.FAILED_PRECONDITION,
      protectTransient
        ? `no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: ${reason}`
        : reason,
    );
  }
  return [
    ...peers.filter(({ mspId }) => mspId === peer.mspId),
    ...peers.filter(({ mspId }) => mspId !== peer.mspId),
  ];
}
