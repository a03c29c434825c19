import { expect } from 'chai';
import { compareUtf8, equalBytes, hex, sha256, sortedValues } from './bytes.js';

describe('bytes', () => {
  it('orders strings as their UTF-8 bytes', () => {
    const keys = ['\u{10000}', '\uffff', '\ue000', '\ud7ff', 'b', 'a', 'aa', '', '\u0000', 'é'];
    const expected = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...keys].sort(compareUtf8)).to.deep.equal(expected);
    expect([...keys].sort()).not.to.deep.equal(expected);
  });

  it('lists the values of a map by key', () => {
    const map = new Map([
      ['b', 2],
      ['a', 1],
    ]);
    expect(sortedValues(map)).to.deep.equal([1, 2]);
  });

  it('hashes parts as one message', () => {
    expect(hex(sha256('a', 'bc'))).to.equal(hex(sha256('abc')));
    expect(equalBytes(sha256('a'), sha256('b'))).to.be.false;
  });
});
