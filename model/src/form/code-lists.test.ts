import { expect } from 'chai';
import { isUnknownPort } from './code-lists.js';

describe('code lists', () => {
  for (const [port, unknown] of [
    ['SGSIN', false],
    ['SGXXX', true],
    ['VNSGN', false],
  ] as const)
    it(`[box 3] ${unknown ? 'refuse' : 'leave'} ${port} where only the ports of Singapore are known`, () => {
      expect(isUnknownPort(port, { ports: new Set(['SGSIN']) })).to.equal(unknown);
    });

  it('judge nothing where there is no list', () => {
    expect(isUnknownPort('SGXXX', {})).to.equal(false);
  });
});
