import { expect } from 'chai';
import fc from 'fast-check';
import { rawMessage, varint, type RawField } from '../testing/raw-message.js';
import { MalformedMessage, Message } from './protobuf-message.js';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

describe('a protobuf message, as the peers read it', () => {
  const malformed: readonly (readonly [string, string])[] = [
    ['a field of number 0', '00 01'],
    ['a field of a number too high', '80 80 80 80 10 01'],
    ['a wire type that is none', '0f'],
    ['a length beyond the end', '0a 05 61'],
    ['a number without end', '08 ff'],
    ['a number of more than ten bytes', '08 ff ff ff ff ff ff ff ff ff ff 01'],
    ['a number of more than 64 bits', '08 ff ff ff ff ff ff ff ff ff 02'],
    ['fixed bytes beyond the end', '0d 01 02'],
    ['a group without end', '0b 08 01'],
    ['the end of a group that was not begun', '0c'],
    ['the end of another group', '0b 14'],
  ];
  for (const [what, hex] of malformed) {
    it(`refuses ${what}`, () => {
      expect(() => new Message(bytes(hex)).bytes(9)).to.throw(MalformedMessage);
    });
  }

  it('takes the last of a field that stands twice, and merges messages', () => {
    const message = new Message(bytes('0a 01 61  0a 01 62  12 02 08 01  12 02 10 02'));
    expect(message.text(1)).to.equal('b');
    const merged = message.message(2);
    expect([merged.integer(1), merged.integer(2)]).to.deep.equal([1n, 2n]);
    expect(message.each(1, 1).map(hexOf)).to.deep.equal(['61']);
    expect(message.each(1, 9).map(hexOf)).to.deep.equal(['61', '62']);
  });

  it('passes over what it does not know: other wire types, groups and what is in them', () => {
    const message = new Message(bytes('08 07  0b 0a 01 61 0c  09 0102030405060708  0d 01020304  0a 01 62'));
    expect(message.text(1)).to.equal('b');
    expect(message.integer(1)).to.equal(7n);
    expect(message.text(2)).to.equal('');
    expect(message.integer(2)).to.equal(0n);
  });

  it('reads what was written, and throws nothing but that it is malformed', () => {
    const field: fc.Arbitrary<RawField> = fc.oneof(
      fc.record({
        field: fc.integer({ min: 1, max: 5 }),
        wire: fc.constant(2),
        contents: fc.uint8Array({ maxLength: 300 }),
      }),
      fc.record({
        field: fc.integer({ min: 1, max: 5 }),
        wire: fc.constant(0),
        contents: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(varint),
      }),
    );
    fc.assert(
      fc.property(fc.array(field), fc.uint8Array({ maxLength: 300 }), (fields, rubbish) => {
        const message = new Message(rawMessage(fields));
        for (const number of [1, 2, 3, 4, 5]) {
          const own = fields.filter((one) => one.field === number);
          const texts = own.filter(({ wire }) => wire === 2).map(({ contents }) => hexOf(contents));
          expect(message.each(number, Infinity).map(hexOf)).to.deep.equal(texts);
          expect(hexOf(message.bytes(number))).to.equal(texts.at(-1) ?? '');
          const last = own.findLast(({ wire }) => wire === 0)?.contents ?? varint(0n);
          expect(hexOf(varint(message.integer(number)))).to.equal(hexOf(last));
        }
        try {
          new Message(rubbish).bytes(1);
        } catch (error) {
          expect(error).to.be.instanceOf(MalformedMessage);
        }
      }),
    );
  });
});
