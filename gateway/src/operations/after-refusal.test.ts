import { expect } from 'chai';
import { afterRefusal, backoff, readVerdict } from './after-refusal.js';

describe('after a refusal', () => {
  const cases = [
    ['LEDGER_UNAVAILABLE', 99, false, 'wait'],
    ['ENDORSEMENT_FAILED', 1, true, 'wait'],
    ['ENDORSEMENT_MISMATCH', 1, false, 'retry'],
    ['ENDORSEMENT_MISMATCH', 9, false, 'wait'],
    ['NUMBER_USED', 1, false, 'reject'],
    ['CERTIFICATE_UNKNOWN', 0, false, 'reject'],
    ['CERTIFICATE_UNKNOWN', 1, true, 'retry'],
    ['CERTIFICATE_UNKNOWN', 9, true, 'wait'],
    ['INTERNAL', 1, false, 'retry'],
    ['INTERNAL', 9, false, 'reject'],
    ['INTERNAL', 9, true, 'wait'],
  ] as const;
  for (const [code, retries, decidesHere, next] of cases) {
    it(`${code} after ${retries} retries${decidesHere ? ', decided otherwise here,' : ''} means ${next}`, () => {
      expect(afterRefusal(code, retries, decidesHere)).to.equal(next);
    });
  }

  it('reads validation codes: conflicts may be proposed anew, duplicates say nothing, the rest is final', () => {
    expect([0, 8, 11, 12, 9, 10].map(readVerdict)).to.deep.equal([
      'valid',
      'conflict',
      'conflict',
      'conflict',
      'seen-before',
      'invalid',
    ]);
  });

  it('pauses longer with each attempt, up to the most', () => {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const whole = Math.min(1000, 10 * 2 ** attempt);
      expect(backoff(attempt, 10, 1000)).to.be.within(whole / 2, whole);
    }
  });
});
