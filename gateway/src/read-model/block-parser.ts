import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';

/** A private write as the block shows it: hashes of name and value, in hex. */
export interface HashedWrite {
  readonly collection: string;
  readonly keyHash: string;
  /** Undefined for a deletion. */
  readonly valueHash: string | undefined;
}

/** What a transaction did in our contract's namespace. */
export interface LedgerTransaction {
  /** Place in its block. */
  readonly place: number;
  readonly transactionId: string;
  /** Fabric's validation code; 0 is valid. */
  readonly code: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly creator: { readonly mspId: string; readonly certificate: Uint8Array };
  /** Function and arguments of the invocation, as text. */
  readonly args: readonly string[];
  /** Public writes; undefined values are deletions. */
  readonly writes: ReadonlyMap<string, string | undefined>;
  /** Keys whose endorsement policy it sets. */
  readonly policies: readonly string[];
  readonly hashedWrites: readonly HashedWrite[];
}

export interface ParsedBlock {
  readonly number: number;
  readonly transactions: readonly LedgerTransaction[];
}

const VALID: number = peer.TxValidationCode.VALID;
const NOT_VALIDATED: number = peer.TxValidationCode.NOT_VALIDATED;
const ENDORSER_TRANSACTION: number = common.HeaderType.ENDORSER_TRANSACTION;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * Reads a block's transactions of one contract. Configuration and other contracts' transactions are left out;
 * an invalid transaction is kept with its code alone, since nothing else of it counts.
 */
export function parseBlock(block: common.Block, chaincode: string): ParsedBlock {
  const header = block.getHeader();
  if (header === undefined) throw new TypeError('a block without header');
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const transactions: LedgerTransaction[] = [];
  (block.getData()?.getDataList_asU8() ?? []).forEach((bytes, place) => {
    const code = codes?.[place] ?? NOT_VALIDATED;
    const transaction = parseEnvelope(bytes, place, code, chaincode);
    if (transaction !== undefined) transactions.push(transaction);
  });
  return { number: header.getNumber(), transactions };
}

function parseEnvelope(
  bytes: Uint8Array,
  place: number,
  code: number,
  chaincode: string,
): LedgerTransaction | undefined {
  // Anybody can have rubbish ordered; the peer marks it invalid, and it must not stop the reader.
  try {
    return readEnvelope(bytes, place, code, chaincode);
  } catch (error) {
    if (code === VALID) throw error;
    return undefined;
  }
}

function readEnvelope(
  bytes: Uint8Array,
  place: number,
  code: number,
  chaincode: string,
): LedgerTransaction | undefined {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
  );
  const channelHeader = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (channelHeader.getType() !== ENDORSER_TRANSACTION) return undefined;
  const timestamp = channelHeader.getTimestamp();
  const base = {
    place,
    code,
    transactionId: channelHeader.getTxId(),
    timestamp: (timestamp?.getSeconds() ?? 0) * 1000 + Math.floor((timestamp?.getNanos() ?? 0) / 1e6),
  };
  const nothing = {
    creator: { mspId: '', certificate: new Uint8Array() },
    args: [],
    writes: new Map<string, string | undefined>(),
    policies: [],
    hashedWrites: [],
  };
  if (code !== VALID) return { ...base, ...nothing };

  const action = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()[0];
  if (action === undefined) return { ...base, ...nothing };
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const responsePayload = peer.ProposalResponsePayload.deserializeBinary(
    actionPayload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  );
  const results = peer.ChaincodeAction.deserializeBinary(responsePayload.getExtension_asU8());
  const own = ledger.rwset.TxReadWriteSet.deserializeBinary(results.getResults_asU8())
    .getNsRwsetList()
    .find((set) => set.getNamespace() === chaincode);
  if (own === undefined) return undefined;
  const creator = msp.SerializedIdentity.deserializeBinary(
    common.SignatureHeader.deserializeBinary(
      payload.getHeader()?.getSignatureHeader_asU8() ?? new Uint8Array(),
    ).getCreator_asU8(),
  );
  return {
    ...base,
    creator: { mspId: creator.getMspid(), certificate: creator.getIdBytes_asU8() },
    args: argumentsOf(actionPayload.getChaincodeProposalPayload_asU8()),
    ...writesOf(own),
  };
}

function argumentsOf(proposalPayload: Uint8Array): string[] {
  const input = peer.ChaincodeProposalPayload.deserializeBinary(proposalPayload).getInput_asU8();
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(input).getChaincodeSpec();
  return (spec?.getInput()?.getArgsList_asU8() ?? []).map(text);
}

function writesOf(
  set: ledger.rwset.NsReadWriteSet,
): Pick<LedgerTransaction, 'writes' | 'policies' | 'hashedWrites'> {
  const open = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
  return {
    writes: new Map(
      open
        .getWritesList()
        .map((write) => [write.getKey(), write.getIsDelete() ? undefined : text(write.getValue_asU8())]),
    ),
    policies: open.getMetadataWritesList().map((write) => write.getKey()),
    hashedWrites: set.getCollectionHashedRwsetList().flatMap((collection) =>
      ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(collection.getHashedRwset_asU8())
        .getHashedWritesList()
        .map((write) => ({
          collection: collection.getCollectionName(),
          keyHash: hex(write.getKeyHash_asU8()),
          valueHash: write.getIsDelete() ? undefined : hex(write.getValueHash_asU8()),
        })),
    ),
  };
}
