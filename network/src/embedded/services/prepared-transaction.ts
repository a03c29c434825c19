import { common, peer } from '@hyperledger/fabric-protos';
import type { Endorsements } from './endorsement-plan.js';
import type { UnpackedProposal } from './proposal.js';

/** The envelope for the client to sign: the proposal without its transient map, and what the endorsers said. */
export function prepareTransaction(unpacked: UnpackedProposal, endorsed: Endorsements): common.Envelope {
  // Whoever reads the block sees this payload: a new one, into which only the input is copied.
  const proposalPayload = new peer.ChaincodeProposalPayload();
  proposalPayload.setInput(unpacked.payload.getInput_asU8());

  const endorsedAction = new peer.ChaincodeEndorsedAction();
  endorsedAction.setProposalResponsePayload(endorsed.payload);
  endorsedAction.setEndorsementsList([...endorsed.endorsements]);
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposalPayload.serializeBinary());
  actionPayload.setAction(endorsedAction);

  const action = new peer.TransactionAction();
  action.setHeader(unpacked.header.getSignatureHeader_asU8());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(action);

  const payload = new common.Payload();
  payload.setHeader(unpacked.header);
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope;
}
