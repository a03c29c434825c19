import { expect } from 'chai';
import fc from 'fast-check';
import { growthOf, MOST_GROWTH } from '../testing/growth.js';
import { marksOf } from './json-marks.js';

describe('what a JSON text is made of', () => {
  for (const [json, texts, others] of [
    ['{}', 0, 2],
    ['{"a":"b"}', 2, 3],
    [' [ 1 , 22 ]\n', 0, 12],
    ['["\\"","\\\\","a,b:[{}]"]', 3, 4],
    ['true', 0, 4],
  ] as const) {
    it(`${JSON.stringify(json)}: ${texts} and ${others}`, () => {
      expect(marksOf(json, 100)).to.deep.equal({ texts, others });
      expect(marksOf(json, texts + others)).not.to.be.undefined;
      expect(marksOf(json, texts + others - 1)).to.be.undefined;
    });
  }

  it('is told of no text without an end', () => {
    for (const json of ['"', '["a', '"\\"', '"\\\\\\"']) expect(marksOf(json, 100), json).to.be.undefined;
  });

  it('counts every text of every value once', () => {
    const textsOf = (value: unknown): number => {
      if (typeof value === 'string') return 1;
      if (typeof value !== 'object' || value === null) return 0;
      const names = Array.isArray(value) ? 0 : Object.keys(value).length;
      return Object.values(value).reduce<number>((sum, member) => sum + textsOf(member), names);
    };
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(marksOf(JSON.stringify(value), Infinity)?.texts).to.equal(textsOf(value));
      }),
    );
  });

  for (const piece of ['\\"', '\\\\', '"",', '1,', ' ', 'a']) {
    it(`costs as its size does: ${piece} over and over`, async () => {
      const text = (size: number): string => `["${piece.repeat(size / piece.length)}`;
      expect(await growthOf(text, 200_000, (json) => marksOf(json, Infinity))).to.be.below(MOST_GROWTH);
    });
  }
});
