import { expect } from 'chai';
import { isPlainText, unplainTexts } from './plain-text.js';

describe('plain text', () => {
  const good: readonly (readonly [string, string])[] = [
    ['letters', 'N/M'],
    ['one sign', '.'],
    ['Vietnamese', 'Cà phê Robusta'],
    ['two lines', 'Lot 4\nSong Than'],
    ['Khmer with its invisible space', '\u1780\u17B6\u200B\u1780\u17B6'],
    ['Burmese', '\u1019\u103C\u1014\u103A\u1019\u102C'],
    ['an ideograph beyond the first plane', '\u{20000}'],
    ['nothing, which is for the schema', ''],
  ];
  for (const [what, text] of good)
    it(`is ${what}`, () => {
      expect(isPlainText(text)).to.equal(true);
    });

  const bad: readonly (readonly [string, string])[] = [
    ['a blank', ' '],
    ['an invisible space alone', '\u200B'],
    ['an invisible space between Latin letters', 'AB\u200BC'],
    ['NUL', 'a\u0000'],
    ['an escape', 'a\u001Bb'],
    ['a control of the second set', 'a\u0085b'],
    ['a tab', 'a\tb'],
    ['text shown in reverse', 'a\u202Eb'],
    ['an isolate', 'a\u2066b'],
    ['a soft hyphen', 'a\u00ADb'],
    ['no character', 'a\uFFFFb'],
    ['no character of another plane', 'a\u{1FFFF}b'],
    ['a byte order mark', '\uFEFFa'],
    ['outer blanks', ' a'],
    ['outer blanks after it', 'a\u00A0'],
    ['a lone surrogate', 'a\uD800b'],
    ['a mark without a letter', '\u0301'],
    ['a filler that shows nothing', '\u3164'],
    ['a tag', 'a\u{E0041}'],
  ];
  for (const [what, text] of bad)
    it(`is not ${what}`, () => {
      expect(isPlainText(text)).to.equal(false);
    });

  it('names each box that has none', () => {
    const value = { exporter: { name: ' ' }, items: [{ marks: 'N/M' }, { marks: '\u200B' }] };
    expect(unplainTexts(value)).to.deep.equal(['exporter.name', 'items[1].marks']);
  });
});
