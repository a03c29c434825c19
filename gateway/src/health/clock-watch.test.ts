import { expect } from 'chai';
import { ClockWatch } from './clock-watch.js';

const MINUTE = 60_000;

describe('the watch over the own clock', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, number>>, boolean])[] = [
    ['nobody else to compare with', {}, false],
    ['one other member, which may be wrong itself', { SGMSP: 10 }, false],
    ['others a little off', { SGMSP: 1, THMSP: -1 }, false],
    ['two others later', { SGMSP: 10, THMSP: 9 }, true],
    ['two others earlier', { SGMSP: -10, THMSP: -9 }, true],
    ['two others that contradict each other', { SGMSP: 10, THMSP: -9 }, false],
    ['one of two others off', { SGMSP: 10, THMSP: 0 }, false],
    ['one of three others off', { SGMSP: 10, THMSP: 0, ASEANMSP: 0 }, false],
    ['two of three others off', { SGMSP: 10, THMSP: 8, ASEANMSP: 0 }, true],
    ['the own transactions, dated by this very clock', { VNMSP: 10, SGMSP: 10 }, false],
  ];
  for (const [what, offsets, off] of cases) {
    it(`finds it ${off ? 'off' : 'right'} by ${what}`, () => {
      const now = 1_800_000_000_000;
      const watch = new ClockWatch('VNMSP', () => now);
      for (const [mspId, minutes] of Object.entries(offsets)) watch.saw(mspId, now + minutes * MINUTE);
      expect(watch.off).to.equal(off);
    });
  }

  it('believes what it saw last, and nothing that is old', () => {
    let now = 1_800_000_000_000;
    const watch = new ClockWatch('VNMSP', () => now);
    for (const mspId of ['SGMSP', 'THMSP']) watch.saw(mspId, now + 10 * MINUTE);
    expect(watch.off).to.equal(true);
    watch.saw('SGMSP', now);
    expect(watch.off).to.equal(false);
    watch.saw('SGMSP', now + 10 * MINUTE);
    now += 11 * MINUTE;
    expect(watch.off).to.equal(false);
  });
});
