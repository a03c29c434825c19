import { EMPTY } from '../bytes.js';
import type { NamespaceReadWriteSet, Write, MetadataWrite } from '../rwset/rwset.js';
import type { StateView } from '../state/state-store.js';
import { encodeMetadata, type StateValue } from '../state/state-value.js';
import type { UpdateBatch } from '../state/update-batch.js';
import type { Version } from '../state/version.js';

/** The state of a key just before a transaction: the block's updates so far, else as committed. */
export function latestState(
  namespace: string,
  collection: string,
  key: string,
  state: StateView,
  updates: UpdateBatch,
): StateValue | undefined {
  const update = updates.get(namespace, collection, key);
  if (update) {
    return update.state;
  }
  return collection === '' ? state.get(namespace, key) : state.getHashed(namespace, collection, key);
}

/**
 * Adds a valid transaction's writes to the block's updates. A new value keeps the key's metadata, new
 * metadata keep its value, and metadata of a key that does not exist vanish (Fabric, `prepareTxOps`).
 */
export function applyWrites(
  sets: readonly NamespaceReadWriteSet[],
  version: Version,
  state: StateView,
  updates: UpdateBatch,
): void {
  for (const { namespace, writes, metadataWrites, collections } of sets) {
    applyScope(namespace, '', writes, metadataWrites, version, state, updates);
    for (const each of collections) {
      applyScope(namespace, each.collection, each.writes, each.metadataWrites, version, state, updates);
    }
  }
}

function applyScope(
  namespace: string,
  collection: string,
  writes: readonly Write[],
  metadataWrites: readonly MetadataWrite[],
  version: Version,
  state: StateView,
  updates: UpdateBatch,
): void {
  const metadata = new Map(metadataWrites.map((each) => [each.key, encodeMetadata(each.entries)]));
  const written = new Set<string>();
  for (const { key, value, isDelete } of writes) {
    written.add(key);
    const next: StateValue | undefined = isDelete
      ? undefined
      : { value, version, metadata: metadata.get(key) ?? before(key)?.metadata ?? EMPTY };
    updates.set(namespace, collection, key, { state: next, version });
  }
  for (const [key, entries] of metadata) {
    const previous = written.has(key) ? undefined : before(key);
    if (previous) {
      const next: StateValue = { value: previous.value, metadata: entries, version };
      updates.set(namespace, collection, key, { state: next, version });
    }
  }

  function before(key: string): StateValue | undefined {
    return latestState(namespace, collection, key, state, updates);
  }
}
