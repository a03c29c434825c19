import type { Version } from './version.js';

/** The keys of the state's LevelDB: a letter for the kind, then the parts, parted by NUL. */
const PUBLIC = 'p';
const HASHED = 'h';
const HISTORY = 'y';
const TRANSACTION = 't';
const BLOCK_HASH = 'b';
const EXPIRY = 'e';

export const SAVEPOINT = 'm';

export function publicKey(namespace: string, key: string): string {
  return `${PUBLIC}${namespace}\0${key}`;
}

/** @param keyHash hex SHA-256 of the private key. */
export function hashedKey(namespace: string, collection: string, keyHash: string): string {
  return `${HASHED}${namespace}\0${collection}\0${keyHash}`;
}

export function transactionKey(transactionId: string): string {
  return `${TRANSACTION}${transactionId}`;
}

/** @param hash hex hash of a block's header. */
export function blockHashKey(hash: string): string {
  return `${BLOCK_HASH}${hash}`;
}

/** The hashed keys that go with a block; what is after the bounds' beginning is the key, see `expiredKey`. */
export function expiryBounds(block: number): { gte: string; lt: string } {
  const prefix = `${EXPIRY}${block.toString(16).padStart(12, '0')}`;
  return { gte: `${prefix}\0`, lt: `${prefix}\u0001` };
}

/** @param key as `hashedKey` gives it. */
export function expiryKey(expiresAt: number, key: string): string {
  return expiryBounds(expiresAt).gte + key;
}

function placeText(version: Version): string {
  return version.block.toString(16).padStart(12, '0') + version.transaction.toString(16).padStart(8, '0');
}

const PLACE_LENGTH = 20;

export function historyKey(namespace: string, key: string, version: Version): string {
  return `${HISTORY}${namespace}\0${key}\0${placeText(version)}`;
}

/** The bounds of a key's history; entries of longer keys with the same beginning lie within, see `historyPlace`. */
export function historyBounds(namespace: string, key: string): { gte: string; lt: string } {
  const prefix = `${HISTORY}${namespace}\0${key}\0`;
  return { gte: `${prefix}0`, lt: `${prefix}g` };
}

/** The place a history entry names, or undefined when it is of another, longer key. */
export function historyPlace(bounds: { gte: string }, entry: string): Version | undefined {
  const place = entry.slice(bounds.gte.length - 1);
  return place.length === PLACE_LENGTH
    ? { block: parseInt(place.slice(0, 12), 16), transaction: parseInt(place.slice(12), 16) }
    : undefined;
}
