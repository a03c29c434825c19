import { common, peer } from '@hyperledger/fabric-protos';
import { sha256 } from '../bytes.js';

/** SHA-256 over the headers and the payload as it stands in the transaction: without the transient map. */
export function proposalHash(
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  return sha256(channelHeader, signatureHeader, payload);
}

/** The hash an endorser signs for a proposal as the client sent it, transient map and all. */
export function hashOfProposal(proposal: peer.Proposal): Uint8Array {
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
  const stripped = new peer.ChaincodeProposalPayload();
  stripped.setInput(payload.getInput_asU8());
  return proposalHash(
    header.getChannelHeader_asU8(),
    header.getSignatureHeader_asU8(),
    stripped.serializeBinary(),
  );
}
