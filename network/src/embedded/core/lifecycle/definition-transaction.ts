import { randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { collectionPackage, validationParameter } from '../../../contract/definition-messages.js';
import type { ContractDefinition, PeerSigner } from '../../seam.js';
import { equalBytes, hex, sha256 } from '../bytes.js';
import { endorse } from '../simulation/endorsement.js';
import { encodeDefinition, LIFECYCLE_VERSION } from './lifecycle.js';
import { LIFECYCLE } from './lifecycle-keys.js';
import { proposalHash } from '../blocks/proposal-hash.js';
import { ReadWriteSetBuilder } from '../rwset/rwset-builder.js';
import type { StateView } from '../state/state-store.js';

export interface DefinitionTransaction {
  readonly transactionId: string;
  readonly envelope: Uint8Array;
}

function chaincodeId(version = ''): peer.ChaincodeID {
  const id = new peer.ChaincodeID();
  id.setName(LIFECYCLE);
  id.setVersion(version);
  return id;
}

function headers(channel: string, creator: Uint8Array): { header: common.Header; transactionId: string } {
  const nonce = randomBytes(24);
  const transactionId = hex(sha256(nonce, creator));
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId());
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channel);
  channelHeader.setTxId(transactionId);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date()));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  return { header, transactionId };
}

/** The call that `peer lifecycle chaincode commit` makes. */
function proposalPayload(definition: ContractDefinition): Uint8Array {
  const args = new peer.lifecycle.CommitChaincodeDefinitionArgs();
  args.setSequence(definition.sequence);
  args.setName(definition.name);
  args.setVersion(definition.version);
  args.setEndorsementPlugin('escc');
  args.setValidationPlugin('vscc');
  args.setValidationParameter(validationParameter(definition));
  args.setInitRequired(definition.initRequired);
  args.setCollections(collectionPackage(definition.collections));
  const input = new peer.ChaincodeInput();
  input.setArgsList([Buffer.from('CommitChaincodeDefinition'), args.serializeBinary()]);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.GOLANG);
  spec.setChaincodeId(chaincodeId());
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  return payload.serializeBinary();
}

function results(definition: ContractDefinition, state: StateView): Uint8Array {
  const sets = new ReadWriteSetBuilder();
  for (const [key, value] of encodeDefinition(definition)) {
    const current = state.get(LIFECYCLE, key);
    sets.addRead(LIFECYCLE, key, current?.version);
    if (!current || !equalBytes(current.value, value)) {
      sets.addWrite(LIFECYCLE, key, value);
    }
  }
  return sets.build().results.serializeBinary();
}

/**
 * The transaction that commits a definition: made by the first member's peer and endorsed by all, since the
 * embedded ledger's one operator speaks for every member's lifecycle.
 */
export function definitionTransaction(
  channel: string,
  definition: ContractDefinition,
  state: StateView,
  signers: readonly PeerSigner[],
): DefinitionTransaction {
  const [creator] = signers;
  if (!creator) {
    throw new Error('a definition needs a member who submits it');
  }
  const { header, transactionId } = headers(channel, creator.serialized);
  const payload = proposalPayload(definition);
  const response = new peer.Response();
  response.setStatus(200);
  const action = new peer.ChaincodeAction();
  action.setResults(results(definition, state));
  action.setResponse(response);
  action.setChaincodeId(chaincodeId(LIFECYCLE_VERSION));
  const responsePayload = new peer.ProposalResponsePayload();
  responsePayload.setProposalHash(
    proposalHash(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), payload),
  );
  responsePayload.setExtension$(action.serializeBinary());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responsePayload.serializeBinary());
  endorsed.setEndorsementsList(
    signers.map((signer) => endorse(endorsed.getProposalResponsePayload_asU8(), signer)),
  );
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(payload);
  actionPayload.setAction(endorsed);
  const transactionAction = new peer.TransactionAction();
  transactionAction.setHeader(header.getSignatureHeader_asU8());
  transactionAction.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(transactionAction);
  const envelopePayload = new common.Payload();
  envelopePayload.setHeader(header);
  envelopePayload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(envelopePayload.serializeBinary());
  envelope.setSignature(creator.sign(envelope.getPayload_asU8()));
  return { transactionId, envelope: envelope.serializeBinary() };
}
