import { common, ledger, peer } from '@hyperledger/fabric-protos';

const VALID: number = peer.TxValidationCode.VALID;
const ENDORSED: number = common.HeaderType.ENDORSER_TRANSACTION;

/** One public write of a valid transaction. */
export interface PublicWrite {
  readonly namespace: string;
  readonly key: string;
  /** Undefined for a deletion. */
  readonly value: string | undefined;
}

/** What the valid transactions of a block wrote, in their order; private data is not among it. */
export function publicWrites(block: common.Block): PublicWrite[] {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  return (block.getData()?.getDataList_asU8() ?? []).flatMap((envelope, place) =>
    codes?.[place] === VALID ? writesOf(envelope) : [],
  );
}

function writesOf(envelope: Uint8Array): PublicWrite[] {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== ENDORSED) return [];
  return peer.Transaction.deserializeBinary(payload.getData_asU8())
    .getActionsList()
    .flatMap((action) => {
      const response = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
      const results = peer.ChaincodeAction.deserializeBinary(
        peer.ProposalResponsePayload.deserializeBinary(
          response?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
        ).getExtension_asU8(),
      ).getResults_asU8();
      return ledger.rwset.TxReadWriteSet.deserializeBinary(results)
        .getNsRwsetList()
        .flatMap((set) =>
          ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())
            .getWritesList()
            .map((write) => ({
              namespace: set.getNamespace(),
              key: write.getKey(),
              value: write.getIsDelete() ? undefined : Buffer.from(write.getValue_asU8()).toString('utf8'),
            })),
        );
    });
}
