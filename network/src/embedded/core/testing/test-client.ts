import { randomBytes } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Channel, CheckedProposal, CommittedTransaction, Simulation } from '../../seam.js';
import { hex, sha256 } from '../bytes.js';
import type { TestSigner } from './test-identities.js';

export interface Call {
  readonly contract?: string;
  readonly arguments: readonly string[];
  readonly transient?: Readonly<Record<string, string>>;
  readonly client: TestSigner;
}

/** A proposal as a client makes it and the edge has checked it. */
export function newProposal(channel: string, call: Call): CheckedProposal {
  const { client, contract = 'test' } = call;
  const nonce = randomBytes(24);
  const transactionId = hex(sha256(nonce, client.serialized));
  const id = new peer.ChaincodeID();
  id.setName(contract);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(id);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setChannelId(channel);
  channelHeader.setTxId(transactionId);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date()));
  channelHeader.setExtension$(extension.serializeBinary());
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(client.serialized);
  signatureHeader.setNonce(nonce);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const input = new peer.ChaincodeInput();
  input.setArgsList(call.arguments.map((each) => Buffer.from(each)));
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(id);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  const transient = new Map(
    Object.entries(call.transient ?? {}).map(([name, value]) => [name, Buffer.from(value)]),
  );
  for (const [name, value] of transient) {
    payload.getTransientmapMap().set(name, value);
  }
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const signedProposal = new peer.SignedProposal();
  signedProposal.setProposalBytes(proposal.serializeBinary());
  signedProposal.setSignature(client.sign(signedProposal.getProposalBytes_asU8()));
  return {
    signedProposal,
    proposal,
    channelHeader,
    signatureHeader,
    transactionId,
    creator: client.identity,
    contract,
    input,
    transient,
  };
}

/** The envelope a client sends to be ordered. */
export function newEnvelope(
  proposal: CheckedProposal,
  simulations: readonly Simulation[],
  client: TestSigner,
): Uint8Array {
  const stripped = peer.ChaincodeProposalPayload.deserializeBinary(proposal.proposal.getPayload_asU8());
  stripped.getTransientmapMap().clear();
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(simulations[0]?.payload ?? new Uint8Array(0));
  endorsed.setEndorsementsList(
    simulations.map(({ endorsement }) => endorsement).filter((each) => each !== undefined),
  );
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(stripped.serializeBinary());
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(proposal.signatureHeader.serializeBinary());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(action);
  const header = new common.Header();
  header.setChannelHeader(proposal.channelHeader.serializeBinary());
  header.setSignatureHeader(proposal.signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(client.sign(envelope.getPayload_asU8()));
  return envelope.serializeBinary();
}

export function textOf(simulation: Simulation): string {
  return Buffer.from(simulation.response.getPayload_asU8()).toString();
}

/** Simulates at the members named, assembles the transaction and signs it. */
export async function endorsedEnvelope(
  channel: Channel,
  call: Call,
  members: readonly string[],
): Promise<{ transactionId: string; envelope: Uint8Array; simulations: Simulation[] }> {
  const proposal = newProposal(channel.name, call);
  const simulations: Simulation[] = [];
  for (const mspId of members) {
    const simulation = await channel.simulate(mspId, proposal, 'endorse');
    if (!simulation.payload) {
      throw new Error(simulation.response.getMessage());
    }
    simulations.push(simulation);
  }
  const envelope = newEnvelope(proposal, simulations, call.client);
  return { transactionId: proposal.transactionId, envelope, simulations };
}

export async function submit(
  channel: Channel,
  call: Call,
  members: readonly string[],
): Promise<CommittedTransaction> {
  const { transactionId, envelope } = await endorsedEnvelope(channel, call, members);
  await channel.order(envelope);
  return channel.commitStatus(transactionId, AbortSignal.timeout(30_000));
}

export async function evaluate(channel: Channel, call: Call, mspId: string): Promise<string> {
  const simulation = await channel.simulate(mspId, newProposal(channel.name, call), 'evaluate');
  if (simulation.response.getStatus() >= 400) {
    throw new Error(simulation.response.getMessage());
  }
  return textOf(simulation);
}
