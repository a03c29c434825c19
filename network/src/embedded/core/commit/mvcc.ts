import { peer } from '@hyperledger/fabric-protos';
import { compareUtf8, equalBytes } from '../bytes.js';
import { RangeSummary } from '../rwset/range-summary.js';
import type { NamespaceReadWriteSet, RangeQuery, Read } from '../rwset/rwset.js';
import type { StateView } from '../state/state-store.js';
import type { UpdateBatch } from '../state/update-batch.js';
import { sameVersion, type Version } from '../state/version.js';

const Code = peer.TxValidationCode;

/**
 * Whether everything a transaction read still stands: as committed, and untouched by the valid
 * transactions before it in the block.
 * @returns VALID, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT.
 */
export async function checkReads(
  sets: readonly NamespaceReadWriteSet[],
  state: StateView,
  updates: UpdateBatch,
): Promise<number> {
  for (const set of sets) {
    const { namespace } = set;
    if (!set.reads.every((read) => isCurrent(read, namespace, '', state, updates))) {
      return Code.MVCC_READ_CONFLICT;
    }
    for (const query of set.rangeQueries) {
      if (!(await isSameRange(query, namespace, state, updates))) {
        return Code.PHANTOM_READ_CONFLICT;
      }
    }
    for (const { collection, reads } of set.collections) {
      if (!reads.every((read) => isCurrent(read, namespace, collection, state, updates))) {
        return Code.MVCC_READ_CONFLICT;
      }
    }
  }
  return Code.VALID;
}

function isCurrent(
  { key, version }: Read,
  namespace: string,
  collection: string,
  state: StateView,
  updates: UpdateBatch,
): boolean {
  if (updates.get(namespace, collection, key)) {
    return false;
  }
  const committed =
    collection === '' ? state.get(namespace, key) : state.getHashed(namespace, collection, key);
  return sameVersion(committed?.version, version);
}

interface Entry {
  readonly key: string;
  readonly version: Version;
}

/** The keys of a range as committed, overlaid with the updates of the block so far. */
async function currentRange(
  { startKey, endKey, exhausted }: RangeQuery,
  namespace: string,
  state: StateView,
  updates: UpdateBatch,
): Promise<Entry[]> {
  // An unfinished query ends at the last key it saw, that key included.
  const inRange = (key: string): boolean =>
    compareUtf8(key, startKey) >= 0 &&
    (endKey === '' || compareUtf8(key, endKey) < 0 || (!exhausted && key === endKey));
  const entries = new Map<string, Version>();
  const iterator = state.range(namespace, startKey, exhausted || endKey === '' ? endKey : `${endKey}\0`);
  try {
    for (let entry = await iterator.next(); entry; entry = await iterator.next()) {
      entries.set(entry.key, entry.state.version);
    }
  } finally {
    await iterator.close();
  }
  for (const [key, update] of updates.publicUpdates.get(namespace) ?? []) {
    if (inRange(key)) {
      if (update.state) {
        entries.set(key, update.version);
      } else {
        entries.delete(key);
      }
    }
  }
  return [...entries].map(([key, version]) => ({ key, version })).sort((a, b) => compareUtf8(a.key, b.key));
}

async function isSameRange(
  query: RangeQuery,
  namespace: string,
  state: StateView,
  updates: UpdateBatch,
): Promise<boolean> {
  const current = await currentRange(query, namespace, state, updates);
  const { merkle } = query;
  if (!merkle) {
    return (
      current.length === query.reads.length &&
      query.reads.every(
        (read, i) => read.key === current[i]?.key && sameVersion(read.version, current[i].version),
      )
    );
  }
  const summary = new RangeSummary(merkle.maxDegree);
  current.forEach((entry) => {
    summary.add(entry);
  });
  const found = summary.finish().merkle;
  return (
    found?.maxLevel === merkle.maxLevel &&
    found.hashes.length === merkle.hashes.length &&
    found.hashes.every((hash, i) => equalBytes(hash, merkle.hashes[i] ?? new Uint8Array(0)))
  );
}
