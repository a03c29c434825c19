import { sha256, sortedEntries } from '../bytes.js';
import type { Update, UpdateBatch } from '../state/update-batch.js';
import { versionBytes } from '../state/version.js';

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** A length-delimited protobuf field. */
function field(number: number, bytes: Uint8Array): Uint8Array[] {
  return bytes.length === 0 ? [] : [Uint8Array.from([(number << 3) | 2, ...varint(bytes.length)]), bytes];
}

/** One `txmgr.KVWrite`: a message internal to Fabric's peer, so not among its published protos. */
function kvWrite(
  namespace: string,
  collection: string,
  key: Uint8Array,
  { state, version }: Update,
): Uint8Array {
  return Buffer.concat([
    ...field(1, Buffer.from(namespace)),
    ...field(2, Buffer.from(collection)),
    ...field(3, key),
    ...(state ? [] : [Uint8Array.of(4 << 3, 1)]),
    ...field(5, state?.value ?? new Uint8Array(0)),
    ...field(6, versionBytes(version)),
  ]);
}

/** All updates in Fabric's order; namespace and collection are named only where they begin. */
function updateBytes(updates: UpdateBatch): Uint8Array {
  const parts: Uint8Array[] = [];
  const namespaces = new Set([...updates.publicUpdates.keys(), ...updates.hashedUpdates.keys()]);
  for (const [namespace] of sortedEntries(new Map([...namespaces].map((each) => [each, true])))) {
    let named = '';
    const add = (collection: string, key: Uint8Array, update: Update): void => {
      const bytes = kvWrite(named === '' ? namespace : '', collection, key, update);
      named = namespace;
      parts.push(Uint8Array.from([(1 << 3) | 2, ...varint(bytes.length)]), bytes);
    };
    for (const [key, update] of sortedEntries(
      updates.publicUpdates.get(namespace) ?? new Map<string, Update>(),
    )) {
      add('', Buffer.from(key), update);
    }
    const collections = updates.hashedUpdates.get(namespace) ?? new Map<string, Map<string, Update>>();
    for (const [collection, keys] of sortedEntries(collections)) {
      let first = collection;
      for (const [key, update] of sortedEntries(keys)) {
        add(first, Buffer.from(key, 'hex'), update);
        first = '';
      }
    }
  }
  return Buffer.concat(parts);
}

/**
 * The running hash of everything a channel has committed: SHA-256 of the flags with their length, the
 * block's updates, and the hash before (Fabric, `addBlockCommitHash`). Equal on every peer, signed by none.
 */
export function commitHash(flags: Uint8Array, updates: UpdateBatch, previous: Uint8Array): Uint8Array {
  return sha256(Uint8Array.from(varint(flags.length)), flags, updateBytes(updates), previous);
}
