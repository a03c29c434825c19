import { createHash } from 'node:crypto';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { parseEnvelope } from '../../embedded/core/blocks/envelope.js';
import { decodeWrites } from '../../embedded/core/rwset/rwset.js';

/** A collection of a contract. */
export interface CollectionName {
  readonly contract: string;
  readonly collection: string;
}

/**
 * What of a collection a peer lacks once it has a block: by the hash of each key, the number of the block that wrote what is
 * not there. A later block that brought the value of the same key heals an earlier one.
 *
 * @param lacking what it lacked before.
 */
export function lackingAfter(
  lacking: ReadonlyMap<string, number>,
  delivered: peer.BlockAndPrivateData,
  name: CollectionName,
): ReadonlyMap<string, number> {
  const after = new Map(lacking);
  const block = delivered.getBlock();
  const number = block?.getHeader()?.getNumber() ?? 0;
  const codes = block?.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const envelopes = block?.getData()?.getDataList_asU8() ?? [];
  for (const [index, bytes] of envelopes.entries()) {
    if (codes?.[index] !== peer.TxValidationCode.VALID) continue;
    const held = heldKeys(delivered.getPrivateDataMapMap().get(index), name);
    for (const { key, isDelete } of hashedWrites(bytes, name)) {
      if (isDelete || held.has(key)) after.delete(key);
      else after.set(key, number);
    }
  }
  return after;
}

function hashedWrites(
  envelope: Uint8Array,
  { contract, collection }: CollectionName,
): readonly Readonly<{ key: string; isDelete: boolean }>[] {
  const { parsed } = parseEnvelope(envelope);
  const transaction = typeof parsed === 'number' || parsed.isConfig ? 0 : parsed.transaction();
  if (typeof transaction === 'number') return [];
  return transaction.sets
    .filter(({ namespace }) => namespace === contract)
    .flatMap(({ collections }) => collections.filter((each) => each.collection === collection))
    .flatMap(({ writes }) => writes);
}

/** Hashes of the keys whose values the peer gave. */
function heldKeys(
  given: ledger.rwset.TxPvtReadWriteSet | undefined,
  { contract, collection }: CollectionName,
): ReadonlySet<string> {
  const keys = (given?.getNsPvtRwsetList() ?? [])
    .filter((set) => set.getNamespace() === contract)
    .flatMap((set) => set.getCollectionPvtRwsetList())
    .filter((set) => set.getCollectionName() === collection)
    .flatMap((set) => decodeWrites(ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8())))
    .map(({ key }) => createHash('sha256').update(key).digest('hex'));
  return new Set(keys);
}
