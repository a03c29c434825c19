import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { blockHeaderHash } from './block-header-hash.js';

describe('the hash of a block header', () => {
  const dataHash = Buffer.alloc(32, 0xab);
  const sha256 = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');

  it('is over the DER sequence of number, previous hash and data hash', () => {
    const previousHash = new Uint8Array();
    expect(blockHeaderHash({ number: 0, previousHash, dataHash })).to.equal(
      sha256(`3027020100040004 20${'ab'.repeat(32)}`.replaceAll(' ', '')),
    );
  });

  it('writes numbers as positive integers without needless zeros', () => {
    const previousHash = new Uint8Array();
    expect(blockHeaderHash({ number: 128, previousHash, dataHash })).to.equal(
      sha256(`302802020080040004 20${'ab'.repeat(32)}`.replaceAll(' ', '')),
    );
  });
});
