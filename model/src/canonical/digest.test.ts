import { expect } from 'chai';
import { commitmentOf, hexDigestOf, sha256Hex } from './digest.js';

describe('SHA-256', () => {
  for (const [where, digest] of [
    ['here', sha256Hex],
    ['in a browser', hexDigestOf({})],
    ['in an older Node', hexDigestOf({ process: {} })],
  ] as const) {
    it(`is that of FIPS 180-4 ${where}, of text as of its UTF-8 bytes`, () => {
      const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
      expect(digest('abc')).to.equal(abc);
      expect(digest(new TextEncoder().encode('abc'))).to.equal(abc);
      const text = 'cà phê \u{1f600} \ud800';
      expect(digest(text)).to.equal(digest(new TextEncoder().encode(text)));
      expect(digest(text)).to.equal(commitmentOf(text));
    });
  }
});
