import { expect } from 'chai';
import { parseCanonical } from './canonical-json.js';
import { YOUNG_CHARACTER } from './unassigned.js';

describe('characters that platforms do not all know', () => {
  for (const character of ['\u1ACF', '\u0897', '\u{10D69}', '\u{1FAE9}', '\u0378'])
    it(`are refused: U+${character.codePointAt(0)?.toString(16).toUpperCase()}`, () => {
      expect(parseCanonical(JSON.stringify(`a${character}`))).to.equal(undefined);
    });

  it('are none of those that people write', () => {
    for (const text of [
      'Cà phê',
      'กาแฟ',
      'កាហ្វេ',
      'ກາເຟ',
      'ကော်ဖီ',
      '咖啡',
      'قهوة',
      'कॉफ़ी',
      '\u{20000}',
      '☕',
    ]) {
      const normal = text.normalize('NFC');
      expect(parseCanonical(JSON.stringify(normal))).to.equal(normal);
    }
  });

  it('are all that this platform, which is no older, gives no name to, and more', () => {
    const unassigned = /^\P{Assigned}$/u;
    for (let code = 0x80; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const noCharacter = (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
      const character = String.fromCodePoint(code);
      if (!noCharacter && unassigned.test(character) && !YOUNG_CHARACTER.test(character))
        expect.fail(`U+${code.toString(16)}`);
    }
  }).timeout(60_000);
});
