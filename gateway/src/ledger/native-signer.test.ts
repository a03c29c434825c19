import { generateKeyPairSync, verify } from 'node:crypto';
import { expect } from 'chai';
import { lowS, signMessage } from './native-signer.js';

describe('the native signer', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const half = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

  it('makes DER signatures that verify, with S in the lower half, every time', () => {
    const message = Buffer.from('a proposal');
    for (let count = 0; count < 200; count += 1) {
      const der = signMessage(privateKey, message);
      expect(verify('sha256', message, publicKey, der)).to.equal(true);
      const s = der.subarray(4 + (der[3] ?? 0) + 2);
      expect(BigInt(`0x${s.toString('hex')}`) <= half).to.equal(true);
    }
  });

  it('writes integers in their shortest form', () => {
    const signature = Buffer.alloc(64);
    signature[31] = 1;
    signature[63] = 2;
    expect(lowS(signature).toString('hex')).to.equal('3006020101020102');
  });
});
