import { common, ledger, peer } from '@hyperledger/fabric-protos';

const ENDORSER_TRANSACTION: number = common.HeaderType.ENDORSER_TRANSACTION;
const VALID: number = peer.TxValidationCode.VALID;
const ACT_KEY = /^\u0000act\u0000([^\u0000]+)\u0000([^\u0000]+)\u0000$/;

/** How often each act was written by a valid transaction, read from the blocks alone: never more than once. */
export function actsOnLedger(blocks: readonly common.Block[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const block of blocks) {
    const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
    for (const [place, envelope] of (block.getData()?.getDataList_asU8() ?? []).entries()) {
      if (codes?.[place] !== VALID) continue;
      for (const key of keysWritten(envelope)) {
        const [, kid, jti] = ACT_KEY.exec(key) ?? [];
        if (kid === undefined || jti === undefined) continue;
        const id = `${kid}.${jti}`;
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
  }
  return counts;
}

function keysWritten(envelope: Uint8Array): string[] {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  if (header.getType() !== ENDORSER_TRANSACTION) return [];
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
        .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList())
        .map((write) => write.getKey());
    });
}
