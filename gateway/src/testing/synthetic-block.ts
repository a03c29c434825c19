import { createHash } from 'node:crypto';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import type { PrivateWrite } from '@origin-ledger/model';
import type { TestIdentity } from './identities.js';

/** A transaction of tests, before it is ordered. */
export interface SyntheticTransaction {
  readonly transactionId: string;
  readonly timestamp: number;
  readonly creator: Pick<TestIdentity, 'mspId' | 'certificate'>;
  readonly args: readonly string[];
  readonly writes: ReadonlyMap<string, string>;
  /** MSP ids of those whose peers endorsed it; two members' unless stated otherwise. */
  readonly endorsers?: readonly string[];
  /** Keys whose policy it sets. */
  readonly policies?: readonly string[];
  readonly privateWrites?: readonly PrivateWrite[];
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** A genuine envelope, unsigned: what stands in a block's data. */
export function envelopeOf(transaction: SyntheticTransaction): Uint8Array {
  const envelope = new common.Envelope();
  const payload = new common.Payload();
  payload.setHeader(headerOf(transaction));
  payload.setData(transactionBytes(transaction));
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

function headerOf({ transactionId, timestamp, creator }: SyntheticTransaction): common.Header {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
  channelHeader.setTxId(transactionId);
  channelHeader.setChannelId('origin');
  const time = new timestamps.Timestamp();
  time.setSeconds(Math.floor(timestamp / 1000));
  time.setNanos((timestamp % 1000) * 1e6);
  channelHeader.setTimestamp(time);
  const identity = new msp.SerializedIdentity();
  identity.setMspid(creator.mspId);
  identity.setIdBytes(creator.certificate);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(identity.serializeBinary());
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  return header;
}

function transactionBytes(source: SyntheticTransaction): Uint8Array {
  const input = new peer.ChaincodeInput();
  input.setArgsList(source.args.map((text) => Buffer.from(text, 'utf8')));
  const spec = new peer.ChaincodeSpec();
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const proposal = new peer.ChaincodeProposalPayload();
  proposal.setInput(invocation.serializeBinary());
  const results = new peer.ChaincodeAction();
  results.setResults(readWriteSet(source));
  const response = new peer.ProposalResponsePayload();
  response.setExtension$(results.serializeBinary());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(response.serializeBinary());
  for (const mspId of source.endorsers ?? ['VNMSP', 'SGMSP']) {
    const endorser = new msp.SerializedIdentity();
    endorser.setMspid(mspId);
    const endorsement = new peer.Endorsement();
    endorsement.setEndorser(endorser.serializeBinary());
    endorsed.addEndorsements(endorsement);
  }
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.serializeBinary());
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);
  return transaction.serializeBinary();
}

function readWriteSet({ writes, policies = [], privateWrites = [] }: SyntheticTransaction): Uint8Array {
  const { kvrwset } = ledger.rwset;
  const open = new kvrwset.KVRWSet();
  for (const [key, value] of writes) {
    const write = new kvrwset.KVWrite();
    write.setKey(key);
    write.setValue(Buffer.from(value, 'utf8'));
    open.addWrites(write);
  }
  for (const key of policies) {
    const write = new kvrwset.KVMetadataWrite();
    write.setKey(key);
    open.addMetadataWrites(write);
  }
  const own = new ledger.rwset.NsReadWriteSet();
  own.setNamespace('origin');
  own.setRwset(open.serializeBinary());
  for (const { collection, name, commitment } of privateWrites) {
    const hashed = new kvrwset.HashedRWSet();
    const write = new kvrwset.KVWriteHash();
    write.setKeyHash(sha256(name));
    write.setValueHash(Buffer.from(commitment, 'hex'));
    hashed.addHashedWrites(write);
    const set = new ledger.rwset.CollectionHashedReadWriteSet();
    set.setCollectionName(collection);
    set.setHashedRwset(hashed.serializeBinary());
    own.addCollectionHashedRwset(set);
  }
  const all = new ledger.rwset.TxReadWriteSet();
  all.addNsRwset(own);
  return all.serializeBinary();
}

/** A block of these envelopes with these validation codes. */
export function blockOf(
  number: number,
  envelopes: readonly Uint8Array[],
  codes: readonly number[],
): common.Block {
  const header = new common.BlockHeader();
  header.setNumber(number);
  header.setPreviousHash(new Uint8Array(number === 0 ? 0 : 32));
  header.setDataHash(sha256(Buffer.concat(envelopes)));
  const data = new common.BlockData();
  data.setDataList([...envelopes]);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([new Uint8Array(), new Uint8Array(), Uint8Array.from(codes)]);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(metadata);
  return block;
}
