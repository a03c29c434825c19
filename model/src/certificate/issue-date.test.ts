import { expect } from 'chai';
import { OriginError } from '../errors/origin-error.js';
import { checkRetroactive, validityEnd } from './issue-date.js';

/** The code of a refusal with its box, or nothing. */
function refusal(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof OriginError)) throw error;
    return [error.code, ...error.boxes].join(' ');
  }
}

describe('validity (OCP 14a)', () => {
  it('ends on the same day a year later, on 28 February for 29 February', () => {
    expect(validityEnd('2026-03-10', 12)).to.equal('2027-03-10');
    expect(validityEnd('2024-02-29', 12)).to.equal('2025-02-28');
  });
});

describe('issued retroactively (OCP 10)', () => {
  for (const [issued, departure, retroactive, code] of [
    ['2026-03-10', '2026-03-11', false, undefined],
    ['2026-03-10', '2026-03-10', false, undefined],
    ['2026-03-10', '2026-03-10', true, 'RETROACTIVE_FLAG box.retroactive'],
    ['2026-03-10', '2026-03-09', false, 'RETROACTIVE_FLAG box.retroactive'],
    ['2026-03-10', '2026-03-09', true, undefined],
    ['2026-03-10', '2025-03-10', true, undefined],
    ['2026-03-10', '2025-03-09', true, 'RETROACTIVE_LATE box.departure'],
    ['2025-02-28', '2024-02-29', true, undefined],
    ['2025-03-01', '2024-02-29', true, 'RETROACTIVE_LATE box.departure'],
    ['2024-02-29', '2023-02-28', true, 'RETROACTIVE_LATE box.departure'],
  ] as const) {
    it(`issue ${issued}, departure ${departure}, ${retroactive ? '' : 'not '}marked: ${code ?? 'allowed'}`, () => {
      expect(
        refusal(() => {
          checkRetroactive({ issued, departure, retroactive }, 'box');
        }),
      ).to.equal(code);
    });
  }
});
