import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { headerHash } from './header-hash.js';

describe('headerHash', () => {
  const hashed = (der: string) => createHash('sha256').update(Buffer.from(der, 'hex')).digest('hex');

  it('is SHA-256 over the DER sequence of number, previous hash and data hash', () => {
    const dataHash = Buffer.alloc(32, 0xab);
    const der = `302702010004000420${'ab'.repeat(32)}`;
    expect(headerHash({ number: 0n, previousHash: new Uint8Array(), dataHash })).to.equal(hashed(der));
  });

  it('keeps a high bit of the number from reading as a sign', () => {
    const empty = { previousHash: new Uint8Array(), dataHash: new Uint8Array() };
    expect(headerHash({ number: 128n, ...empty })).to.equal(hashed('30080202008004000400'));
  });
});
