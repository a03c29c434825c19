import { AT_ONCE, type Laboratory } from '../laboratory.js';
import { interleavedPairs, rateOf } from '../measure.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

/** The embedded ledger beside a Fabric network of the same members, under the same load. */
export const ledgersScenario: Scenario = {
  name: 'ledgers',
  title: 'the embedded ledger beside Fabric, the same load on both',
  ledgers: ['embedded', 'fabric'],
  unasked: ['fabric'],
  async run({ scale, progress, laboratories }: ScenarioContext): Promise<Figure[]> {
    const fabric = await laboratories.kept('fabric');
    const embedded = await laboratories.kept('embedded');
    const compared = async (
      name: string,
      unit: string,
      measure: (laboratory: Laboratory) => Promise<number>,
    ): Promise<Figure> => {
      const { left, right, ratio } = await interleavedPairs(
        () => measure(fabric),
        () => measure(embedded),
        5,
        (pair) => {
          progress(`${name} on both ledgers, pair ${pair} of 5`);
        },
      );
      const against = `Fabric over embedded (${right.toFixed(0)} ${unit})`;
      return figure({ name: `fabric-${name}`, value: left, unit, against, ratio });
    };
    const many = Math.max(AT_ONCE * 2, Math.round(320 * scale));
    const few = Math.max(5, Math.round(20 * scale));
    return [
      await compared('issue', '/s', (laboratory) => laboratory.issueRate(many)),
      await compared('write', '/s', (laboratory) => laboratory.referenceRate(many, 'native')),
      await compared('single', 'ms', (laboratory) => millisecondsOfOne(laboratory, few)),
    ];
  },
};

/** How long one certificate takes when nothing else happens, on average. */
async function millisecondsOfOne(laboratory: Laboratory, count: number): Promise<number> {
  const prepared = await laboratory.sign(count);
  const rate = await rateOf(count, 1, async (index) => {
    const request = prepared[index];
    if (request !== undefined) await laboratory.issue(request);
  });
  return 1000 / rate;
}
