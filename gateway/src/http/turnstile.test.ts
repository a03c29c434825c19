import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { Turnstile } from './turnstile.js';

describe('bodies that are complete', () => {
  it('are handed on at once while a turn of the event loop has room, else in the turns that follow, in their order', async () => {
    const turnstile = new Turnstile(100);
    const passed: number[] = [];
    const turns: number[][] = [];
    for (const [name, bytes] of [60, 60, 1, 250, 30, 80, 1].entries())
      turnstile.enter(bytes, () => passed.push(name));
    while (passed.length > 0 || turns.length < 5) {
      turns.push(passed.splice(0));
      await nextTurn();
    }
    expect(turns.filter((turn) => turn.length > 0)).to.deep.equal([[0, 1], [2, 3], [4, 5], [6]]);
    turnstile.enter(10, () => passed.push(9));
    expect(passed).to.deep.equal([9]);
  });

  it('are all handed on, though they come while others pass', async () => {
    const turnstile = new Turnstile(10);
    let passed = 0;
    for (let count = 0; count < 50; count += 1)
      turnstile.enter(10, () => {
        passed += 1;
        if (count % 2 === 0) turnstile.enter(10, () => (passed += 1));
      });
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    expect(passed).to.equal(75);
  });
});
