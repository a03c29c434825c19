import { ledger } from '@hyperledger/fabric-protos';

/** Names a private key's value as it stands in a transaction; without `keep` all of the collection. */
export interface Trim {
  readonly namespace: string;
  readonly collection: string;
  /** Which keys stay. */
  readonly keep?: (key: string) => boolean;
}

/**
 * Takes values out of a transaction's private writes.
 *
 * @returns What is left; the same object when nothing was taken out, undefined when nothing is left.
 */
export function trimPrivate(
  set: ledger.rwset.TxPvtReadWriteSet,
  trims: readonly Trim[],
): ledger.rwset.TxPvtReadWriteSet | undefined {
  let changed = false;
  const result = set.clone();
  for (const namespace of result.getNsPvtRwsetList()) {
    const kept: ledger.rwset.CollectionPvtReadWriteSet[] = [];
    for (const collection of namespace.getCollectionPvtRwsetList()) {
      const concerned = trims.filter(
        (trim) =>
          trim.namespace === namespace.getNamespace() && trim.collection === collection.getCollectionName(),
      );
      const values = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(collection.getRwset_asU8());
      const writes = values
        .getWritesList()
        .filter((write) => concerned.every(({ keep }) => keep?.(write.getKey()) === true));
      const isWhole = writes.length === values.getWritesList().length;
      if (!isWhole) {
        changed = true;
        values.setWritesList(writes);
        collection.setRwset(values.serializeBinary());
      }
      if (isWhole || writes.length > 0 || values.getMetadataWritesList().length > 0) kept.push(collection);
    }
    namespace.setCollectionPvtRwsetList(kept);
  }
  if (!changed) return set;
  const left = result.getNsPvtRwsetList().filter((each) => each.getCollectionPvtRwsetList().length > 0);
  result.setNsPvtRwsetList(left);
  return left.length === 0 ? undefined : result;
}
