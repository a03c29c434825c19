import { expect } from 'chai';
import fc from 'fast-check';
import { base64url } from 'jose';
import { decodeBase64url, encodeBase64url } from './base64url.js';

describe('base64url', () => {
  for (const [what, text] of [
    ['padding', 'YQ=='],
    ['the other alphabet', '+/8A'],
    ['stray bits in the last character', 'YR'],
    ['a length no bytes have', 'Y'],
    ['white space', 'YW Jj'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(decodeBase64url(text)).to.be.undefined;
    });
  }

  it('takes exactly the texts that bytes are encoded to', () => {
    const letters = Array.from('ABDEMQUYcgkosw048z_-');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { maxLength: 9 }), (list) => {
        const text = list.join('');
        const bytes = base64url.decode(text.length % 4 === 1 ? '' : text);
        expect(decodeBase64url(text) !== undefined).to.equal(base64url.encode(bytes) === text);
      }),
    );
  });

  it('has one spelling for all bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64url(encodeBase64url(bytes))).to.deep.equal(bytes);
      }),
    );
  });
});
