import { expect } from 'chai';
import { testSalt } from '../testing/keys.js';
import { reasonProblems } from './reason.js';

describe('contents of a reason [HB 5.1] [reading cancel]', () => {
  const salt = testSalt();
  for (const [what, contents, boxes] of [
    ['in words', { salt, reason: 'the shipment was called off' }, []],
    ['without words', { salt, reason: '' }, ['reason']],
    ['of blanks', { salt, reason: ' \n' }, ['reason']],
    ['longer than a page', { salt, reason: 'x'.repeat(4001) }, ['reason']],
    ['left out', { salt }, ['reason']],
    ['without a salt', { reason: 'the shipment was called off' }, ['salt']],
    ['with something else beside', { salt, reason: 'x', more: 'y' }, ['more']],
  ] as const) {
    it(`${what}: ${boxes.join(', ') || 'in order'}`, () => {
      expect(reasonProblems(contents)).to.deep.equal(boxes);
    });
  }
});
