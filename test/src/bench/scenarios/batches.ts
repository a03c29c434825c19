import { AT_ONCE, type Laboratory } from '../laboratory.js';
import { interleavedPairs, rateOf } from '../measure.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

const MOST = 500;
const BATCHES_AT_ONCE = 2;

/** Certificates issued by batches, each by one signed request, beside single writes of the reference contract. */
export const batchesScenario: Scenario = {
  name: 'batches',
  title: 'certificates issued in batches of 500, beside single writes',
  ledgers: ['embedded', 'fabric'],
  unasked: ['embedded', 'fabric'],
  run: ({ scale, progress, laboratories }: ScenarioContext): Promise<Figure[]> =>
    laboratories.use(async (laboratory) => {
      const batches = Math.max(BATCHES_AT_ONCE, Math.round(4 * scale));
      const writes = Math.max(AT_ONCE * 2, Math.round(640 * scale));
      const { left, right, ratio } = await interleavedPairs(
        () => batchRate(laboratory, batches),
        () => laboratory.referenceRate(writes, 'stock'),
        5,
        (pair) => {
          progress(`batches against single writes, pair ${pair} of 5`);
        },
      );
      return [
        figure({
          name: 'batches',
          value: left,
          unit: 'certificates/s',
          against: `single writes of the reference contract (${right.toFixed(0)}/s)`,
          ratio,
          target: '>=5',
        }),
      ];
    }),
};

async function batchRate(laboratory: Laboratory, count: number): Promise<number> {
  const batches = await laboratory.sign(count, MOST);
  const rate = await rateOf(count, BATCHES_AT_ONCE, async (index) => {
    const batch = batches[index];
    if (batch !== undefined) await laboratory.issue(batch);
  });
  // What follows by itself is not left to the other side's account.
  await laboratory.settled();
  return rate * MOST;
}
