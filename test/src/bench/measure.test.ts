import { expect } from 'chai';
import { interleavedPairs, median, rateOf } from './measure.js';

describe('measuring', () => {
  it('takes the middle value, whatever the order', () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(() => median([])).to.throw(RangeError);
  });

  it('alternates which side goes first and does not count the warm-up pair', async () => {
    const calls: string[] = [];
    const result = await interleavedPairs(
      () => (calls.push('left'), Promise.resolve(calls.length === 1 ? 1000 : 10)),
      () => (calls.push('right'), Promise.resolve(20)),
      3,
    );
    expect(calls).to.deep.equal(['left', 'right', 'right', 'left', 'left', 'right', 'right', 'left']);
    expect(result).to.deep.equal({ left: 10, right: 20, ratio: 0.5, ratios: [0.5, 0.5, 0.5] });
  });

  it('never has more tasks at once than asked for, and does each once', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await rateOf(50, 8, async (index) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      done.push(index);
      running--;
    });
    expect(most).to.equal(8);
    expect(done.sort((left, right) => left - right)).to.deep.equal(
      Array.from({ length: 50 }, (_, index) => index),
    );
  });
});
