import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { collectionOf } from '../../contract/collection-of.js';
import type { Identity } from '../seam.js';
import { filteredBlock } from './filtered-block.js';
import type { MemberView } from './network-view.js';
import { readSeek, type Seek } from './seek.js';

/** What the three methods of `protos.Deliver` send for a block. */
export type BlockResponse = (
  view: MemberView,
  block: common.Block,
  reader: Identity,
) => peer.DeliverResponse | Promise<peer.DeliverResponse>;

/**
 * Answers one seek request: the blocks asked for, then a status. Ends early when the reader's certificate expires.
 * The caller reads on only after SUCCESS, as on Fabric.
 */
export async function* deliver(
  view: MemberView,
  envelope: common.Envelope,
  respond: BlockResponse,
  signal: AbortSignal,
): AsyncGenerator<peer.DeliverResponse, common.StatusMap[keyof common.StatusMap]> {
  const seek = readSeek(view.network, envelope);
  if (typeof seek === 'number') return seek;
  let next = seek.start;
  if (notReady(view, seek, next)) return common.Status.NOT_FOUND;
  for await (const block of view.network.channel.blocks(seek.start, signal)) {
    if (seek.expires !== undefined && view.network.now() > seek.expires) return common.Status.FORBIDDEN;
    yield await respond(view, seek.headersOnly ? withoutData(block) : block, seek.reader);
    if (next === seek.stop) return common.Status.SUCCESS;
    next += 1n;
    if (notReady(view, seek, next)) return common.Status.NOT_FOUND;
  }
  return common.Status.INTERNAL_SERVER_ERROR;
}

function notReady(view: MemberView, seek: Seek, next: bigint): boolean {
  return seek.failIfNotReady && next >= view.network.channel.height;
}

/** `Deliver`: whole blocks. */
export const wholeBlock: BlockResponse = (_view, block) => {
  const response = new peer.DeliverResponse();
  response.setBlock(block);
  return response;
};

/** `DeliverFiltered`: transaction ids, verdicts and names of events. */
export const filtered: BlockResponse = (_view, block) => {
  const response = new peer.DeliverResponse();
  response.setFilteredBlock(filteredBlock(block));
  return response;
};

/**
 * `DeliverWithPrivateData`: whole blocks with the private data this member's peer holds. What stands in a collection
 * whose reading is for members only goes to members of the collection.
 */
export const withPrivateData: BlockResponse = async (view, block, reader) => {
  const contents = new peer.BlockAndPrivateData();
  contents.setBlock(block);
  const held = await view.network.channel.privateData(
    view.peer.mspId,
    BigInt(block.getHeader()?.getNumber() ?? 0),
  );
  for (const [index, writes] of held) {
    const readable = readableBy(view, reader, writes);
    if (readable !== undefined) contents.getPrivateDataMapMap().set(index, readable);
  }
  const response = new peer.DeliverResponse();
  response.setBlockAndPrivateData(contents);
  return response;
};

function readableBy(
  view: MemberView,
  reader: Identity,
  writes: ledger.rwset.TxPvtReadWriteSet,
): ledger.rwset.TxPvtReadWriteSet | undefined {
  const readable = new ledger.rwset.TxPvtReadWriteSet();
  readable.setDataModel(writes.getDataModel());
  for (const namespace of writes.getNsPvtRwsetList()) {
    const collections = namespace
      .getCollectionPvtRwsetList()
      .filter((collection) =>
        mayRead(view, reader, namespace.getNamespace(), collection.getCollectionName()),
      );
    if (collections.length === 0) continue;
    const part = new ledger.rwset.NsPvtReadWriteSet();
    part.setNamespace(namespace.getNamespace());
    part.setCollectionPvtRwsetList(collections);
    readable.addNsPvtRwset(part);
  }
  return readable.getNsPvtRwsetList().length === 0 ? undefined : readable;
}

function mayRead(view: MemberView, reader: Identity, contract: string, name: string): boolean {
  const collection = collectionOf(view.network.channel.contract(contract), name);
  if (collection === undefined) {
    throw new Error(`no collection config was found for collection ${name} for chaincode ${contract}`);
  }
  return !collection.memberOnlyRead || collection.memberMspIds.includes(reader.mspId);
}

/** Header and signatures; a configuration block keeps its contents. */
function withoutData(block: common.Block): common.Block {
  const [first] = block.getData()?.getDataList_asU8() ?? [];
  if (first === undefined || isConfiguration(first)) return block;
  const bare = new common.Block();
  bare.setHeader(block.getHeader());
  bare.setMetadata(block.getMetadata());
  return bare;
}

function isConfiguration(envelope: Uint8Array): boolean {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const header = payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array();
  return common.ChannelHeader.deserializeBinary(header).getType() === common.HeaderType.CONFIG;
}
