import { ledger } from '@hyperledger/fabric-protos';
import { sha256 } from '../bytes.js';
import type { MerkleSummary, Read } from './rwset.js';
import { versionMessage } from '../state/version.js';

const { kvrwset } = ledger.rwset;

/** Fabric's degree: more results than this are summed up in a Merkle tree. */
export const MAX_DEGREE = 50;

export function readMessage(read: Read): ledger.rwset.kvrwset.KVRead {
  const message = new kvrwset.KVRead();
  message.setKey(read.key);
  if (read.version) {
    message.setVersion(versionMessage(read.version));
  }
  return message;
}

function hashReads(reads: readonly Read[]): Uint8Array {
  const message = new kvrwset.QueryReads();
  message.setKvReadsList(reads.map(readMessage));
  return sha256(message.serializeBinary());
}

/** What a range query read: the reads themselves, or beyond `maxDegree` of them the top of a Merkle tree. */
export class RangeSummary {
  readonly #maxDegree: number;
  readonly #levels = new Map<number, Uint8Array[]>();
  #maxLevel = 1;
  #pending: Read[] = [];

  constructor(maxDegree = MAX_DEGREE) {
    this.#maxDegree = maxDegree;
  }

  add(read: Read): void {
    this.#pending.push(read);
    if (this.#pending.length > this.#maxDegree) {
      this.#hashPending();
    }
  }

  /** Ends the query: either raw reads or a summary, never both. */
  finish(): { readonly reads: readonly Read[]; readonly merkle: MerkleSummary | undefined } {
    if (this.#maxLevel === 1 && this.#at(1).length === 0) {
      return { reads: this.#pending, merkle: undefined };
    }
    if (this.#pending.length > 0) {
      this.#hashPending();
    }
    this.#raiseLowerLevels();
    return {
      reads: [],
      merkle: { maxDegree: this.#maxDegree, maxLevel: this.#maxLevel, hashes: this.#at(this.#maxLevel) },
    };
  }

  #at(level: number): Uint8Array[] {
    return this.#levels.get(level) ?? [];
  }

  #hashPending(): void {
    const hash = hashReads(this.#pending);
    this.#pending = [];
    this.#levels.set(1, [...this.#at(1), hash]);
    for (let level = 1; this.#at(level).length > this.#maxDegree; level++) {
      this.#raise(level, sha256(...this.#at(level)));
    }
  }

  #raise(level: number, hash: Uint8Array): void {
    this.#levels.delete(level);
    this.#levels.set(level + 1, [...this.#at(level + 1), hash]);
    this.#maxLevel = Math.max(this.#maxLevel, level + 1);
  }

  /** Nodes below the top level get parents until all stand at the top (Fabric, `merkleTree.done`). */
  #raiseLowerLevels(): void {
    const top = this.#maxLevel;
    for (let level = 1; level < top; level++) {
      const [first, ...others] = this.#at(level);
      if (first) {
        this.#raise(level, others.length === 0 ? first : sha256(first, ...others));
      }
    }
    if (this.#at(top).length > this.#maxDegree) {
      this.#raise(top, sha256(...this.#at(top)));
    }
  }
}
