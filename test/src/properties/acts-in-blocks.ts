import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';

/** A valid transaction of our contracts, as far as a verifier of acts needs it. */
export interface ActTransaction {
  readonly block: number;
  readonly creator: { readonly mspId: string; readonly certificate: string };
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** The signed request among its arguments. */
  readonly request: string;
  /** Public writes by key. */
  readonly writes: ReadonlyMap<string, string>;
}

const EMPTY = new Uint8Array();
const VALID: number = peer.TxValidationCode.VALID;
const ENDORSED: number = common.HeaderType.ENDORSER_TRANSACTION;

/** The transactions of one contract that wrote something, in their order. */
export function transactionsIn(blocks: readonly common.Block[], chaincode: string): ActTransaction[] {
  return blocks.flatMap((block) => {
    const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
    return (block.getData()?.getDataList_asU8() ?? []).flatMap((envelope, place) =>
      codes?.[place] === VALID ? read(envelope, block.getHeader()?.getNumber() ?? 0, chaincode) : [],
    );
  });
}

function read(bytes: Uint8Array, block: number, chaincode: string): ActTransaction[] {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
  );
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? EMPTY,
  );
  const [action] =
    header.getType() === ENDORSED
      ? peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList()
      : [];
  if (action === undefined) return [];
  const { request, writes } = effectOf(action, chaincode);
  if (writes.size === 0) return [];
  const creator = msp.SerializedIdentity.deserializeBinary(
    common.SignatureHeader.deserializeBinary(
      payload.getHeader()?.getSignatureHeader_asU8() ?? EMPTY,
    ).getCreator_asU8(),
  );
  const time = header.getTimestamp();
  return [
    {
      block,
      creator: {
        mspId: creator.getMspid(),
        certificate: Buffer.from(creator.getIdBytes_asU8()).toString(),
      },
      timestamp: (time?.getSeconds() ?? 0) * 1000 + Math.floor((time?.getNanos() ?? 0) / 1e6),
      request,
      writes,
    },
  ];
}

function effectOf(
  action: peer.TransactionAction,
  chaincode: string,
): { readonly request: string; readonly writes: ReadonlyMap<string, string> } {
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(
    payload.getChaincodeProposalPayload_asU8(),
  );
  const [, request = EMPTY] =
    peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8())
      .getChaincodeSpec()
      ?.getInput()
      ?.getArgsList_asU8() ?? [];
  const results = peer.ChaincodeAction.deserializeBinary(
    peer.ProposalResponsePayload.deserializeBinary(
      payload.getAction()?.getProposalResponsePayload_asU8() ?? EMPTY,
    ).getExtension_asU8(),
  ).getResults_asU8();
  const writes = ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .filter((set) => set.getNamespace() === chaincode)
    .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList());
  return {
    request: Buffer.from(request).toString(),
    writes: new Map(
      writes.map((write) => [write.getKey(), Buffer.from(write.getValue_asU8()).toString()] as const),
    ),
  };
}
