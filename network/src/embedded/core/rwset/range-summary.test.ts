import { expect } from 'chai';
import { ledger } from '@hyperledger/fabric-protos';
import { hex, sha256 } from '../bytes.js';
import { RangeSummary, readMessage } from './range-summary.js';
import type { Read } from './rwset.js';

const reads: Read[] = Array.from({ length: 60 }, (_, i) => ({
  key: `key${i}`,
  version: { block: 1, transaction: i },
}));

function summary(count: number, maxDegree: number) {
  const result = new RangeSummary(maxDegree);
  reads.slice(0, count).forEach((read) => {
    result.add(read);
  });
  return result.finish();
}

function leaf(from: number, to: number): Uint8Array {
  const message = new ledger.rwset.kvrwset.QueryReads();
  message.setKvReadsList(reads.slice(from, to).map(readMessage));
  return sha256(message.serializeBinary());
}

describe('summary of a range query', () => {
  it('gives the reads themselves up to the degree', () => {
    expect(summary(50, 50)).to.deep.equal({ reads: reads.slice(0, 50), merkle: undefined });
  });

  it('gives hashes beyond it', () => {
    const { merkle } = summary(51, 50);
    expect(merkle?.maxLevel).to.equal(1);
    expect(merkle?.hashes.map(hex)).to.deep.equal([hex(leaf(0, 51))]);
  });

  it('hashes what is left over as a last leaf', () => {
    expect(summary(7, 2).merkle?.hashes.map(hex)).to.deep.equal(
      [sha256(leaf(0, 3), leaf(3, 6), leaf(6, 7))].map(hex),
    );
  });

  it('builds a level above when one is full, and lifts what stays below', () => {
    // Leaves of three; the third closes a node of level 2, the fourth (one read) is lifted beside it.
    const { merkle } = summary(10, 2);
    expect(merkle?.maxLevel).to.equal(2);
    expect(merkle?.hashes.map(hex)).to.deep.equal(
      [sha256(leaf(0, 3), leaf(3, 6), leaf(6, 9)), leaf(9, 10)].map(hex),
    );
  });
});
