import { common, peer } from '@hyperledger/fabric-protos';

/** One transaction of a block, as far as events and filtered blocks need it. */
export interface BlockTransaction {
  readonly transactionId: string;
  readonly channel: string;
  readonly type: number;
  /** A `peer.TxValidationCode`. */
  readonly code: number;
  /** At most one for each action; only of a contract and with a name. */
  readonly events: readonly peer.ChaincodeEvent[];
}

/** Streams of all clients read the same blocks. */
const known = new WeakMap<common.Block, readonly BlockTransaction[]>();

/** Every readable transaction of a block in its order. */
export function blockTransactions(block: common.Block): readonly BlockTransaction[] {
  const before = known.get(block);
  if (before !== undefined) return before;
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const transactions = (block.getData()?.getDataList_asU8() ?? []).flatMap((bytes, index) => {
    const transaction = read(bytes, codes?.[index] ?? peer.TxValidationCode.INVALID_OTHER_REASON);
    return transaction === undefined ? [] : [transaction];
  });
  known.set(block, transactions);
  return transactions;
}

function read(bytes: Uint8Array, code: number): BlockTransaction | undefined {
  try {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
    );
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    );
    const type = header.getType();
    return {
      transactionId: header.getTxId(),
      channel: header.getChannelId(),
      type,
      code,
      events: type === common.HeaderType.ENDORSER_TRANSACTION ? events(payload.getData_asU8()) : [],
    };
  } catch {
    // An orderer takes envelopes it cannot read; the block carries them, marked as bad.
    return undefined;
  }
}

function events(data: Uint8Array): readonly peer.ChaincodeEvent[] {
  return peer.Transaction.deserializeBinary(data)
    .getActionsList()
    .flatMap((action) => {
      const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
      const payload = peer.ProposalResponsePayload.deserializeBinary(
        endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
      );
      const result = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
      const event = peer.ChaincodeEvent.deserializeBinary(result.getEvents_asU8());
      return event.getChaincodeId() === '' || event.getEventName() === '' || event.getTxId() === ''
        ? []
        : [event];
    });
}
