import { expect } from 'chai';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { growthOf, MOST_GROWTH } from '../testing/growth.js';
import { canonicalText, parseCanonical } from './canonical-json.js';
import { YOUNG_CHARACTER } from './unassigned.js';

describe('canonical JSON', function () {
  this.timeout(60_000);
  for (const [what, text] of [
    ['a duplicate member', '{"a":1,"a":1}'],
    ['members in another order', '{"b":1,"a":1}'],
    ['white space', '{"a": 1}'],
    ['a final newline', '{"a":1}\n'],
    ['a needless escape', '"\\u0061"'],
    ['an escaped slash', '"\\/"'],
    ['a number spelled otherwise', '1.0'],
    ['an exponent', '1e2'],
    ['minus zero', '-0'],
    ['a lone surrogate', '"\\ud800"'],
    ['text that is not NFC', '"e\u0301"'],
    ['a member name that is not NFC', '{"e\u0301":1}'],
    ['more than thirty combining marks in a row', `"e${'\u0316'.repeat(31)}"`],
    ['as many that begin a text', '\u0316'.repeat(31)],
    ['a byte order mark', '\ufeff1'],
    ['no JSON at all', 'nonsense'],
    ['nothing', ''],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(parseCanonical(text)).to.be.undefined;
      expect(parseCanonical(new TextEncoder().encode(text))).to.be.undefined;
    });
  }

  it('takes a text exactly when it is normal, whatever stands before what joins', () => {
    // Letters that marks join, marks in and out of order, parts of syllables, a young character, one of two units.
    const joining = [
      'e',
      'é',
      'ế',
      'Ω',
      '\u00a8',
      '\u0301',
      '\u0323',
      '\u0345',
      '\u0f71',
      '\u0f72',
      '\u0378',
    ];
    const syllables = ['\u1100', '\u1161', '\u11a8', '가', '\u212b', '\u{1d158}', '\u{1d165}', '\u{110ba}'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...joining, ...syllables), { maxLength: 6 }), (pieces) => {
        const value = pieces.join('');
        const normal = value.normalize('NFC') === value && !YOUNG_CHARACTER.test(value);
        expect(parseCanonical(JSON.stringify(value))).to.equal(normal ? value : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('may leave out what stands before U+0300: normal by itself, it joins with nothing before it', () => {
    for (let code = 0; code < 0x300; code += 1) {
      const character = String.fromCharCode(code);
      for (const before of ['e', 'ế', '\u0301', '\u1100', '\u{110ba}'])
        expect((before + character).normalize('NFC'), code.toString(16)).to.equal(before + character);
      expect(YOUNG_CHARACTER.test(character), code.toString(16)).to.be.false;
    }
  });

  it('takes thirty combining marks in a row, which is more than any language writes', () => {
    const text = `"${`e${'\u0316'.repeat(30)}`.repeat(10)}"`;
    expect(parseCanonical(text)).to.equal(JSON.parse(text));
  });

  describe('costs as its size does, whatever a text is made of', () => {
    const pieces = ['\u0316', `a${'\u0f71\u0f72'.repeat(15)}`, '\u0301\u0327', '가', '\u{1d165}', 'ế'];
    for (const piece of pieces) {
      it(`${JSON.stringify(piece.slice(0, 4))} over and over`, async () => {
        const text = (size: number): string => `"${piece.repeat(size / piece.length)}"`;
        expect(await growthOf(text, 10_000, parseCanonical)).to.be.below(MOST_GROWTH);
      });
    }
    for (const piece of ['[', '{"a":', '{},', '"\\\\ud",', '{"toJSON":1},', '1,']) {
      it(`${piece} over and over`, async () => {
        const text = (size: number): string => {
          const inner = piece.repeat(size / piece.length);
          return piece.endsWith(',') ? `[${inner}1]` : inner;
        };
        expect(await growthOf(text, 40_000, parseCanonical)).to.be.below(MOST_GROWTH);
      });
    }
  });

  it('takes no text that is nested deeper than 64, on however large a stack', () => {
    const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const objects = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    for (const nested of [lists, objects]) {
      expect(parseCanonical(nested(64))).not.to.be.undefined;
      for (const depth of [65, 1000, 100_000])
        expect(parseCanonical(nested(depth)), String(depth)).to.be.undefined;
    }
    // The way of the library, which texts with an escaped surrogate take.
    expect(parseCanonical(`["\\\\ud",${lists(64)}]`)).to.be.undefined;
    expect(parseCanonical(`["\\\\ud",${lists(63)}]`)).not.to.be.undefined;
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(parseCanonical(Uint8Array.of(0x22, 0xff, 0x22))).to.be.undefined;
  });

  it('orders members by UTF-16 code units (RFC 8785, 3.2.3) and leaves arrays alone', () => {
    expect(
      canonicalText({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6 }),
    ).to.equal('{"\\r":2,"1":4,"\u0080":6,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}');
    expect(canonicalText([3, 1, 2])).to.equal('[3,1,2]');
  });

  it('takes a text exactly when the library writes the same', function () {
    this.timeout(20_000);
    const name = fc.oneof(fc.integer({ min: -1, max: 12 }).map(String), fc.string({ maxLength: 3 }));
    const { value: any } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.array(tie('value'), { maxLength: 3 }),
        fc
          .array(fc.tuple(name, tie('value')), { maxLength: 4 })
          .map((members) => Object.fromEntries(members)),
      ),
    }));
    const canonical = (text: string): string => {
      try {
        return canonicalText(JSON.parse(text));
      } catch {
        return 'none';
      }
    };
    fc.assert(
      fc.property(any, fc.boolean(), (value, spelled) => {
        const text = spelled ? JSON.stringify(value) : canonical(JSON.stringify(value));
        const taken = parseCanonical(text) !== undefined;
        const normal = text.normalize('NFC') === text && !YOUNG_CHARACTER.test(text);
        expect(taken).to.equal(canonical(text) === text && normal);
      }),
      { numRuns: 200 },
    );
  });

  it('writes what the library writes, and refuses what it refuses', () => {
    const strange = fc.constantFrom(undefined, Number.NaN, -0, 1e21, 'x\ud800', '\\ud800', new Date(0), [,], {
      toJSON: 1,
      z: undefined,
      a: [undefined],
    });
    const anything = fc.oneof(
      fc.object({ maxDepth: 3, withNullPrototype: true, stringUnit: 'binary' }),
      strange,
    );
    const told = (write: (value: unknown) => string | undefined, value: unknown): string => {
      try {
        return write(value) ?? 'none';
      } catch {
        return 'none';
      }
    };
    fc.assert(
      fc.property(anything, strange, (value, other) => {
        const both = { value, other, list: [value, other] };
        for (const each of [value, both])
          expect(told(canonicalText, each)).to.equal(told(canonicalize, each));
      }),
      { numRuns: 300 },
    );
  });

  it('has no text for a circle, and one for what is nested deeper than any document', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => canonicalText(circle)).to.throw();
    const deep = JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown;
    expect(canonicalText(deep)).to.equal(JSON.stringify(deep));
  });

  it('has no text for what JSON cannot carry', () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 'x\ud800'])
      expect(() => canonicalText(value), String(value)).to.throw();
  });

  it('reads back what it wrote, in whatever order members were added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 5 }), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        const text = canonicalText(value);
        expect(canonicalText(reversed)).to.equal(text);
        if (text.normalize('NFC') === text) expect(canonicalText(parseCanonical(text))).to.equal(text);
      }),
    );
  });
});
