import type { Proposal, Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, msp, peer } from '@hyperledger/fabric-protos';
import { hash } from '@hyperledger/fabric-gateway';
import { type MemberClient } from './member-client.js';

/** The parts of a proposal, to be changed before it is signed again. */
export interface ProposalParts {
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
  readonly payload: peer.ChaincodeProposalPayload;
}

/** The parts of an endorsed transaction, likewise. */
export interface TransactionParts {
  readonly channelHeader: common.ChannelHeader;
  readonly signatureHeader: common.SignatureHeader;
  readonly transaction: peer.Transaction;
  readonly action: peer.ChaincodeActionPayload;
  readonly endorsed: peer.ChaincodeEndorsedAction;
}

const EMPTY = new Uint8Array();

async function signed(by: MemberClient, message: Uint8Array): Promise<Uint8Array> {
  return by.signer(hash.sha256(message));
}

/** A proposal with something changed and a signature that fits, or `by` somebody else. */
export async function changedProposal(
  client: MemberClient,
  original: Proposal,
  change: (parts: ProposalParts) => void,
  by = client,
): Promise<Proposal> {
  const proposed = gateway.ProposedTransaction.deserializeBinary(original.getBytes());
  const proposal = peer.Proposal.deserializeBinary(proposed.getProposal()?.getProposalBytes_asU8() ?? EMPTY);
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
  change({ channelHeader, signatureHeader, payload });
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const bytes = proposal.serializeBinary();
  const signedProposal = new peer.SignedProposal();
  signedProposal.setProposalBytes(bytes);
  proposed.setProposal(signedProposal);
  return client.gateway.newSignedProposal(proposed.serializeBinary(), await signed(by, bytes));
}

/** An endorsed transaction with something changed and a signature that fits, or `by` somebody else. */
export async function changedTransaction(
  client: MemberClient,
  original: Transaction,
  change: ChangeTransaction,
  by = client,
): Promise<Transaction> {
  const prepared = await changedEnvelope(original, change, by);
  const signature = prepared.getEnvelope()?.getSignature_asU8() ?? EMPTY;
  return client.gateway.newSignedTransaction(prepared.serializeBinary(), signature);
}

type ChangeTransaction = (parts: TransactionParts) => void | Promise<void>;

/** The same as bytes: the stock client reads the answer of a transaction, and has none of one that it cannot read. */
async function changedEnvelope(
  original: Transaction,
  change: ChangeTransaction,
  by: MemberClient,
): Promise<gateway.PreparedTransaction> {
  const prepared = gateway.PreparedTransaction.deserializeBinary(original.getBytes());
  const envelope = prepared.getEnvelope() ?? new common.Envelope();
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const header = payload.getHeader() ?? new common.Header();
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  const [first] = transaction.getActionsList();
  if (first === undefined) throw new RangeError('a transaction has an action');
  const action = peer.ChaincodeActionPayload.deserializeBinary(first.getPayload_asU8());
  const endorsed = action.getAction() ?? new peer.ChaincodeEndorsedAction();
  await change({ channelHeader, signatureHeader, transaction, action, endorsed });
  action.setAction(endorsed);
  first.setPayload(action.serializeBinary());
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  const bytes = payload.serializeBinary();
  envelope.setPayload(bytes);
  prepared.setEnvelope(envelope);
  envelope.setSignature(await signed(by, bytes));
  return prepared;
}

/**
 * An endorsed transaction whose endorsements are those of others, of what it is after a change: whoever has a
 * certificate can sign.
 */
export async function endorsedBy(
  client: MemberClient,
  original: Transaction,
  endorsers: readonly MemberClient[],
  change: (parts: TransactionParts) => void = () => undefined,
): Promise<Transaction> {
  return changedTransaction(client, original, endorsing(endorsers, change));
}

/** The same, where the stock client could not read what it becomes. */
export async function unreadEndorsedBy(
  client: MemberClient,
  original: Transaction,
  endorsers: readonly MemberClient[],
  change: (parts: TransactionParts) => void,
): Promise<gateway.PreparedTransaction> {
  return changedEnvelope(original, endorsing(endorsers, change), client);
}

const endorsing =
  (endorsers: readonly MemberClient[], change: (parts: TransactionParts) => void): ChangeTransaction =>
  async (parts) => {
    change(parts);
    const { endorsed } = parts;
    const payload = endorsed.getProposalResponsePayload_asU8();
    endorsed.setEndorsementsList(await Promise.all(endorsers.map((each) => endorsement(payload, each))));
  };

async function endorsement(payload: Uint8Array, endorser: MemberClient): Promise<peer.Endorsement> {
  const { mspId, credentials } = endorser.gateway.getIdentity();
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(credentials);
  const serialized = identity.serializeBinary();
  const made = new peer.Endorsement();
  made.setEndorser(serialized);
  made.setSignature(await signed(endorser, Buffer.concat([payload, serialized])));
  return made;
}
