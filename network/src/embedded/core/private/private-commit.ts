import { ledger, peer } from '@hyperledger/fabric-protos';
import type { ContractDefinition } from '../../seam.js';
import { EMPTY, equalBytes, hex, sha256 } from '../bytes.js';
import { collectionOf } from '../../../contract/collection-of.js';
import { expiringBlock } from './expiry.js';
import type { PrivateBlock, PrivatePurge, PrivateUpdate, PrivateView } from './private-store.js';
import { type CollectionReadWriteSet, decodeWrites } from '../rwset/rwset.js';
import type { UpdateBatch } from '../state/update-batch.js';
import type { ValidatedTransaction } from '../commit/validator.js';
import { sameVersion, type Version } from '../state/version.js';

const { rwset } = ledger;

/** Where a member's peer looks for the private writes of a transaction: its own copy, then the endorsers'. */
export type PrivateSources = (transactionId: string) => Iterable<ledger.rwset.TxPvtReadWriteSet>;

interface Context {
  readonly mspId: string;
  readonly block: number;
  readonly definition: (contract: string) => ContractDefinition | undefined;
  readonly sources: PrivateSources;
  readonly view: PrivateView;
  /** The block's public and hashed updates. */
  readonly updates: UpdateBatch;
}

/**
 * What a block brings to one member: the private writes of the collections it keeps, each checked against
 * the hash in the block. What nobody can supply is noted as missing.
 */
export function privateBlock(transactions: readonly ValidatedTransaction[], context: Context): PrivateBlock {
  const updates = new Map<string, PrivateUpdate>();
  const renewed: { namespace: string; collection: string; key: string }[] = [];
  const data = new Map<number, ledger.rwset.TxPvtReadWriteSet>();
  const missing = new Map<number, string[]>();
  transactions.forEach(({ transactionId, code, transaction }, index) => {
    if (code !== peer.TxValidationCode.VALID || !transaction) {
      return;
    }
    const version: Version = { block: context.block, transaction: index };
    for (const { namespace, collections } of transaction.sets) {
      for (const hashes of collections.filter((each) => keeps(namespace, each, context))) {
        const { collection } = hashes;
        const found = findPrivateSet(context.sources(transactionId), namespace, hashes);
        if (!found) {
          missing.set(index, [...(missing.get(index) ?? []), `${namespace}/${collection}`]);
          continue;
        }
        addToBlock(data, index, namespace, found);
        const set = rwset.kvrwset.KVRWSet.deserializeBinary(found.getRwset_asU8());
        for (const { key, value, isDelete } of decodeWrites(set)) {
          const state = isDelete ? undefined : { value, metadata: EMPTY, version };
          const expiresAt = expiringBlock(context.block, context.definition(namespace), collection);
          updates.set(`${namespace}\0${collection}\0${key}`, {
            namespace,
            collection,
            key,
            state,
            expiresAt,
          });
        }
        for (const write of set.getMetadataWritesList()) {
          renewed.push({ namespace, collection, key: write.getKey() });
        }
      }
    }
  });
  renewVersions(renewed, updates, context);
  return { updates: [...updates.values()], data, missing, purges: purgesOf(transactions, context) };
}

/** Purges are read from the hashes: they hold also where nobody has the key's name. */
function purgesOf(transactions: readonly ValidatedTransaction[], context: Context): PrivatePurge[] {
  return transactions
    .filter(({ code }) => code === peer.TxValidationCode.VALID)
    .flatMap(({ transaction }) => transaction?.sets ?? [])
    .flatMap(({ namespace, collections }) =>
      collections
        .filter((each) => keeps(namespace, each, context))
        .flatMap(({ collection, writes }) =>
          writes.filter(({ isPurge }) => isPurge).map(({ key }) => ({ namespace, collection, keyHash: key })),
        ),
    );
}

function keeps(
  namespace: string,
  { collection, privateHash }: CollectionReadWriteSet,
  { definition, mspId }: Context,
): boolean {
  const found = collectionOf(definition(namespace), collection);
  return privateHash.length > 0 && found !== undefined && found.memberMspIds.includes(mspId);
}

function findPrivateSet(
  sources: Iterable<ledger.rwset.TxPvtReadWriteSet>,
  namespace: string,
  { collection, privateHash }: CollectionReadWriteSet,
): ledger.rwset.CollectionPvtReadWriteSet | undefined {
  for (const source of sources) {
    const found = source
      .getNsPvtRwsetList()
      .find((each) => each.getNamespace() === namespace)
      ?.getCollectionPvtRwsetList()
      .find((each) => each.getCollectionName() === collection);
    if (found && equalBytes(sha256(found.getRwset_asU8()), privateHash)) {
      return found;
    }
  }
  return undefined;
}

function addToBlock(
  data: Map<number, ledger.rwset.TxPvtReadWriteSet>,
  index: number,
  namespace: string,
  found: ledger.rwset.CollectionPvtReadWriteSet,
): void {
  const transaction = data.get(index) ?? new rwset.TxPvtReadWriteSet();
  data.set(index, transaction);
  let set = transaction.getNsPvtRwsetList().find((each) => each.getNamespace() === namespace);
  if (!set) {
    set = new rwset.NsPvtReadWriteSet();
    set.setNamespace(namespace);
    transaction.addNsPvtRwset(set);
  }
  set.addCollectionPvtRwset(found);
}

/**
 * A transaction that changes only a private key's metadata moves the version of its hash; the value's own
 * version follows, where the value is the one that was hashed.
 */
function renewVersions(
  keys: readonly { readonly namespace: string; readonly collection: string; readonly key: string }[],
  updates: Map<string, PrivateUpdate>,
  context: Context,
): void {
  for (const { namespace, collection, key } of keys) {
    const hashed = context.updates.get(namespace, collection, hex(sha256(key)))?.state;
    const place = `${namespace}\0${collection}\0${key}`;
    const update = updates.get(place);
    const latest = update ? update.state : context.view.get(namespace, collection, key);
    if (
      hashed &&
      latest &&
      !sameVersion(latest.version, hashed.version) &&
      equalBytes(sha256(latest.value), hashed.value)
    ) {
      const state = { value: latest.value, metadata: EMPTY, version: hashed.version };
      updates.set(place, { namespace, collection, key, state });
    }
  }
}
