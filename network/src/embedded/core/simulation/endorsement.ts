import { peer } from '@hyperledger/fabric-protos';
import type { CheckedProposal, ContractDefinition, PeerSigner } from '../../seam.js';
import { hashOfProposal } from '../blocks/proposal-hash.js';
import type { ContractAnswer } from '../contract/transaction-context.js';

/** The bytes that every endorser must agree on (`peer.ProposalResponsePayload`). */
export function proposalResponsePayload(
  proposal: CheckedProposal,
  definition: Pick<ContractDefinition, 'name' | 'version'>,
  { response, event }: ContractAnswer,
  results: Uint8Array,
): Uint8Array {
  const action = new peer.ChaincodeAction();
  action.setResults(results);
  action.setResponse(response);
  if (event) {
    action.setEvents(event.serializeBinary());
  }
  const id = new peer.ChaincodeID();
  id.setName(definition.name);
  id.setVersion(definition.version);
  action.setChaincodeId(id);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(hashOfProposal(proposal.proposal));
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
}

/** One peer's signature over the payload and its own identity. */
export function endorse(payload: Uint8Array, signer: PeerSigner): peer.Endorsement {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(signer.serialized);
  endorsement.setSignature(signer.sign(Buffer.concat([payload, signer.serialized])));
  return endorsement;
}
