import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { chaincodeInterest } from './chaincode-interest.js';
import { processProposal } from './endorser.js';
import type { MemberView } from './network-view.js';
import { unpackProposal, type UnpackedProposal } from './proposal.js';
import { errorText, RpcError } from './rpc-error.js';
import { refuseSystemContract } from './unsupported.js';

const ERROR = 500;
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
  const response = new peer.ProposalResponse();
  response.setResponse(outcome.response ?? failed(outcome.message));
  return response;
}

function failed(message: string): peer.Response {
  const response = new peer.Response();
  response.setStatus(ERROR);
  response.setMessage(message);
  return response;
}

function unpack(signedProposal: peer.SignedProposal): UnpackedProposal {
  try {
    return unpackProposal(signedProposal);
  } catch (error) {
    throw new RpcError(status.UNKNOWN, errorText(error));
  }
}
