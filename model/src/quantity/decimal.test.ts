import { expect } from 'chai';
import fc from 'fast-check';
import { compareDecimals, formatDecimal, parseDecimal } from './decimal.js';

describe('decimal', () => {
  const spellings: readonly (readonly [string, bigint])[] = [
    ['0', 0n],
    ['1', 1_000_000n],
    ['0.000001', 1n],
    ['12.5', 12_500_000n],
    ['999999999999999999.999999', 999999999999999999999999n],
  ];
  for (const [text, value] of spellings) {
    it(`reads and writes ${text} exactly`, () => {
      expect(parseDecimal(text)).to.equal(value);
      expect(formatDecimal(value)).to.equal(text);
    });
  }
  for (const text of [
    '',
    '01',
    '1.0',
    '1.',
    '.5',
    '-1',
    '1e3',
    '0.0000001',
    '1000000000000000000',
    ' 1',
    '1,5',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseDecimal(text)).to.throw(RangeError);
    });
  }
  it('refuses to write a value below zero, or one with more digits than there are', () => {
    expect(() => formatDecimal(-1n)).to.throw(RangeError);
    expect(() => formatDecimal(10n ** 24n)).to.throw(RangeError);
  });
  it('compares exactly where binary fractions would not', () => {
    expect(compareDecimals('0.3', formatDecimal(parseDecimal('0.1') + parseDecimal('0.2')))).to.equal(0);
    expect(compareDecimals('0.1', '0.2')).to.equal(-1);
    expect(compareDecimals('10', '9.999999')).to.equal(1);
  });
  it('reads back whatever it wrote', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n - 1n }), (value) => {
        expect(parseDecimal(formatDecimal(value))).to.equal(value);
      }),
    );
  });
});
