import { common, peer } from '@hyperledger/fabric-protos';

/** A proposal taken apart, nothing of it checked. */
export interface UnpackedProposal {
  readonly signedProposal: peer.SignedProposal;
  readonly proposal: peer.Proposal;
  readonly header: common.Header;
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
  readonly payload: peer.ChaincodeProposalPayload;
  readonly contract: string;
  readonly input: peer.ChaincodeInput;
  readonly transient: ReadonlyMap<string, Uint8Array>;
}

/**
 * @param asked the gateway wants a channel, a peer's own endorser answers without one, too.
 * @throws Error with Fabric's text when a part is missing or cannot be read.
 */
export function unpackProposal(
  signedProposal: peer.SignedProposal | undefined,
  asked: 'gateway' | 'endorser' = 'gateway',
): UnpackedProposal {
  const bytes = signedProposal?.getProposalBytes_asU8() ?? new Uint8Array();
  if (signedProposal === undefined || bytes.length === 0) throw new Error('a signed proposal is required');
  const proposal = peer.Proposal.deserializeBinary(bytes);
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()).getChaincodeSpec();
  const channel = channelHeader.getChannelId();
  if (channel === '' && asked === 'gateway') throw new Error('no channel id provided');
  if (spec === undefined) throw new Error(`no chaincode spec is provided, channel id [${channel}]`);
  const name = spec.getChaincodeId()?.getName();
  if (name === undefined) throw new Error(`no chaincode id is provided, channel id [${channel}]`);
  if (name === '') throw new Error(`no chaincode name is provided, channel id [${channel}]`);
  const input = spec.getInput();
  if (input === undefined) throw new Error('chaincode input did not contain any input');
  const transient = new Map<string, Uint8Array>();
  payload.getTransientmapMap().forEach((value, key) => {
    transient.set(key, typeof value === 'string' ? Buffer.from(value, 'base64') : value);
  });
  return {
    signedProposal,
    proposal,
    header,
    channelHeader,
    signatureHeader,
    payload,
    contract: name,
    input,
    transient,
  };
}

/** The contract a proposal's header names, which must be the one it calls. @throws Error with Fabric's text. */
export function headerContract(channelHeader: common.ChannelHeader): string {
  const id = peer.ChaincodeHeaderExtension.deserializeBinary(
    channelHeader.getExtension_asU8(),
  ).getChaincodeId();
  if (id === undefined) throw new Error('ChaincodeHeaderExtension.ChaincodeId is nil');
  if (id.getName() === '') throw new Error('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
  return id.getName();
}
