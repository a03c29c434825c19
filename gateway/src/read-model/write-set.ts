import { Message } from './protobuf-message.js';
import { atMost, UnreadableTransaction } from './unreadable.js';

/** A private write as the block shows it: hashes of name and value, in hex. */
export interface HashedWrite {
  readonly collection: string;
  readonly keyHash: string;
  /** Undefined for a deletion. */
  readonly valueHash: string | undefined;
}

/** What a transaction wrote in one contract's namespace. */
export interface WriteSet {
  /** Public writes; undefined values are deletions. */
  readonly writes: ReadonlyMap<string, string | undefined>;
  /** Keys whose endorsement policy it sets; a private one by its collection and hash. */
  readonly policies: readonly string[];
  readonly hashedWrites: readonly HashedWrite[];
}

/**
 * Bounds far over what contracts write, so that whatever two members endorsed is read, and what one member alone can
 * write costs nobody more. Contracts take 500 parcels.
 */
const MOST = { collections: 64, privateWrites: 2_000, writes: 100_000 } as const;
/** A name or a value is hashed to 32 bytes; of what is no such hash so much tells it from one. */
const MOST_HASH_BYTES = 64;

const NAMESPACE = { rwset: 2, collections: 3 } as const;
const PUBLIC_SET = { writes: 3, metadataWrites: 4 } as const;
const COLLECTION = { name: 1, rwset: 2 } as const;
const HASHED_SET = { writes: 2, metadataWrites: 3 } as const;
const WRITE = { key: 1, isDelete: 2, value: 3 } as const;

/**
 * The writes of a namespace (`rwset.NsReadWriteSet`).
 * @throws UnreadableTransaction TOO_LARGE; MalformedMessage
 */
export function writesIn(namespace: Message): WriteSet {
  const open = new Message(namespace.bytes(NAMESPACE.rwset));
  const writes = atMost(MOST.writes, open, PUBLIC_SET.writes).map((bytes) => new Message(bytes));
  const policies = atMost(MOST.writes, open, PUBLIC_SET.metadataWrites).map((bytes) => new Message(bytes));
  const collections = atMost(MOST.collections, namespace, NAMESPACE.collections).map(collectionIn);
  const hashedWrites = collections.flatMap(({ hashed }) => hashed);
  if (hashedWrites.length > MOST.privateWrites) throw new UnreadableTransaction('TOO_LARGE');
  return {
    writes: new Map(
      writes.map((write) => [
        write.text(WRITE.key),
        isDeletion(write) ? undefined : Buffer.from(write.bytes(WRITE.value)).toString('utf8'),
      ]),
    ),
    policies: [
      ...policies.map((write) => write.text(WRITE.key)),
      ...collections.flatMap(({ policies: hidden }) => hidden),
    ],
    hashedWrites,
  };
}

function collectionIn(bytes: Uint8Array): {
  readonly hashed: readonly HashedWrite[];
  readonly policies: readonly string[];
} {
  const whole = new Message(bytes);
  const collection = whole.text(COLLECTION.name);
  const set = new Message(whole.bytes(COLLECTION.rwset));
  const elements = (field: number): Message[] =>
    atMost(MOST.privateWrites, set, field).map((element) => new Message(element));
  return {
    hashed: elements(HASHED_SET.writes).map((write) => ({
      collection,
      keyHash: hash(write, WRITE.key),
      valueHash: isDeletion(write) ? undefined : hash(write, WRITE.value),
    })),
    policies: elements(HASHED_SET.metadataWrites).map((write) => `${collection} ${hash(write, WRITE.key)}`),
  };
}

const isDeletion = (write: Message): boolean => write.integer(WRITE.isDelete) !== 0n;
const hash = (write: Message, field: number): string =>
  Buffer.from(write.bytes(field).subarray(0, MOST_HASH_BYTES)).toString('hex');
