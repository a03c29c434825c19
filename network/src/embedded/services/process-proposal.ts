import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { chaincodeInterest } from './chaincode-interest.js';
import type { Identity } from '../seam.js';
import { checkLocalProposal, filterProposal } from './check-proposal.js';
import { processProposal } from './endorser.js';
import type { MemberView } from './network-view.js';
import { unpackProposal, type UnpackedProposal } from './proposal.js';
import { errorText, RpcError } from './rpc-error.js';
import { failure } from './system/system-call.js';
import { systemContracts } from './system/system-contracts.js';
import { refuseSystemContract } from './unsupported.js';

const RESPONSE_VERSION = 1;

/**
 * `protos.Endorser/ProcessProposal`: one peer's answer to a proposal. What is wrong with the proposal fails the call;
 * what the contract or the peer then says stands in the response, endorsed when its status is below 400.
 */
export async function processProposalCall(
  view: MemberView,
  signedProposal: peer.SignedProposal,
): Promise<peer.ProposalResponse> {
  const unpacked = unpack(signedProposal);
  refuseSystemContract(unpacked.contract);
  if (unpacked.channelHeader.getChannelId() === '') return answered(withoutChannel(view, unpacked));
  const outcome = await processProposal(view, view.peer, unpacked, 'endorse');
  if ('simulation' in outcome) {
    const { simulation } = outcome;
    const response = new peer.ProposalResponse();
    response.setVersion(RESPONSE_VERSION);
    response.setResponse(simulation.response);
    response.setPayload(simulation.payload ?? new Uint8Array());
    response.setEndorsement(simulation.endorsement);
    response.setInterest(chaincodeInterest(view.network.channel, simulation));
    return response;
  }
  // Before simulation: a fault of the proposal.
  if (outcome.stage === 'proposal') throw new RpcError(status.UNKNOWN, outcome.message);
  return answered(outcome.response ?? failure(outcome.message));
}

/** What a peer says on no channel: its built-in contracts answer, nothing is endorsed. */
function withoutChannel({ network, peer: own }: MemberView, unpacked: UnpackedProposal): peer.Response {
  let creator: Identity;
  try {
    filterProposal(network, unpacked);
    creator = checkLocalProposal(network, own.mspId, unpacked);
  } catch (error) {
    throw new RpcError(status.UNKNOWN, errorText(error));
  }
  const { contract, input } = unpacked;
  const args = input.getArgsList_asU8().map((bytes) => Buffer.from(bytes));
  return (
    systemContracts.get(contract)?.({ network, peer: own, channel: '', creator, args }) ??
    failure(
      `make sure the chaincode ${contract} has been successfully defined on channel  and try again: ` +
        "could not get channel config for channel ''",
    )
  );
}

function answered(answer: peer.Response): peer.ProposalResponse {
  const response = new peer.ProposalResponse();
  response.setResponse(answer);
  return response;
}

function unpack(signedProposal: peer.SignedProposal): UnpackedProposal {
  try {
    return unpackProposal(signedProposal, 'endorser');
  } catch (error) {
    throw new RpcError(status.UNKNOWN, errorText(error));
  }
}
