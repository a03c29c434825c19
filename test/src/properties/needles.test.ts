import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Needles } from './needles.js';

describe('the search for planted words', () => {
  const word = 'Đắk-Planted-Xyzzyq';
  const bytes = Buffer.from(word, 'utf8');
  const digest = createHash('sha256').update(bytes).digest();
  const needles = new Needles({ words: [word, 'another word'], names: ['VN.HAN.26-1'] });
  const forms = (haystack: Uint8Array): string[] => needles.in(haystack).map(({ form }) => form);
  const inJson = Buffer.from(JSON.stringify({ box: `x${word}y` }));

  for (const [name, haystack, form] of [
    ['as it is', inJson, 'UTF-8'],
    ['in UTF-16', Buffer.from(`.${word}`, 'utf16le'), 'UTF-16LE'],
    ['in UTF-16, the other way round', Buffer.from(`.${word}`, 'utf16le').swap16(), 'UTF-16BE'],
    ['in hex', Buffer.from(`00${bytes.toString('hex')}ff`), 'hex'],
    ['in capital hex', Buffer.from(bytes.toString('hex').toUpperCase()), 'HEX'],
    ['as its digest', Buffer.concat([Buffer.from('..'), digest]), 'SHA-256 raw'],
    ['as its digest in hex', Buffer.from(digest.toString('hex')), 'SHA-256 hex'],
    ['as its digest in base64', Buffer.from(digest.toString('base64url')), 'SHA-256 base64url'],
  ] as const) {
    it(`finds a word ${name}`, () => {
      expect(forms(haystack)).to.include(form);
    });
  }

  for (const alignment of [0, 1, 2]) {
    for (const alphabet of ['base64', 'base64url'] as const) {
      it(`finds a word ${alignment} bytes into ${alphabet}`, () => {
        const encoded = Buffer.concat([Buffer.alloc(3 + alignment, 0xfb), bytes, Buffer.alloc(4, 0xfb)]);
        const text = Buffer.from(`"${encoded.toString(alphabet)}"`);
        expect(forms(text)).to.include(`${alphabet} at ${alignment}`);
      });
    }
  }

  it('finds the digest of a name, and lets the name itself stand', () => {
    expect(needles.in(Buffer.from('VN.HAN.26-1'))).to.deep.equal([]);
    const hash = createHash('sha256').update('VN.HAN.26-1').digest('hex');
    expect(forms(Buffer.from(hash))).to.deep.equal(['SHA-256 hex']);
  });

  it('finds nothing where nothing is, and both ends of the bytes are looked at', () => {
    expect(needles.in(Buffer.from('nothing of it: Planted-Xyzzz'))).to.deep.equal([]);
    expect(forms(bytes)).to.include('UTF-8');
  });
});
