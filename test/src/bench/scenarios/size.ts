import { SMALL } from '../filled-stores.js';
import { AT_ONCE, type Laboratory } from '../laboratory.js';
import { interleavedPairs, type PairResult } from '../measure.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

/** Certificates on the large ledger, at full scale; that many at least tell something. */
export const largeTotal = (scale: number): number => Math.max(2000, Math.round(100_000 * scale));

/** Whether the number of certificates on the ledger slows anything down: a small and a large one, side by side. */
export const sizeScenario: Scenario = {
  name: 'size',
  title: 'issue and look-up at 1,000 and at 100,000 certificates',
  ledgers: ['embedded'],
  unasked: ['embedded'],
  async run({ scale, progress, laboratories }: ScenarioContext): Promise<Figure[]> {
    const stores = await laboratories.filled(largeTotal(scale));
    const { small, large, total } = stores;
    const compared = async (
      name: string,
      rate: (laboratory: Laboratory) => Promise<number>,
    ): Promise<Figure> => {
      const { left, right, ratio }: PairResult = await interleavedPairs(
        () => rate(small),
        () => rate(large),
        5,
        (pair) => {
          progress(`${name} at both sizes, pair ${pair} of 5`);
        },
      );
      return figure({
        name: `${name}-large`,
        value: right,
        unit: '/s',
        against: `times slower at ${total} than at ${SMALL} (${left.toFixed(0)}/s)`,
        ratio,
        target: '<=1.3',
      });
    };
    const issues = Math.max(AT_ONCE * 2, Math.round(320 * scale));
    const lookups = Math.max(500, Math.round(3000 * scale));
    return [
      await compared('issue', (laboratory) => laboratory.issueRate(issues)),
      await compared('lookup', (laboratory) => laboratory.lookRate(lookups)),
      figure({
        name: 'fill',
        value: total / stores.seconds,
        unit: 'certificates/s',
        against: 'batches of 500, two at once',
      }),
      ...Object.entries(stores.memory).map(([name, value]) =>
        figure({ name: `memory-${name}`, value, unit: 'MB', against: `at ${total} certificates` }),
      ),
      figure({
        name: 'disk',
        value: stores.bytesPerCertificate,
        unit: 'bytes/certificate',
        against: 'ledger and gateway together',
      }),
    ];
  },
};
