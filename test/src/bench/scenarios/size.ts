import { Laboratory } from '../laboratory.js';
import { bytesUnder, residentMegabytes } from '../machine-use.js';
import { interleavedPairs, rateOf } from '../measure.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

const AT_ONCE = 64;

/** Whether the number of certificates on the ledger slows anything down: a small and a large one, side by side. */
export const sizeScenario: Scenario = {
  name: 'size',
  title: 'issue and look-up at 1,000 and at 100,000 certificates',
  async run({ scale, progress }: ScenarioContext): Promise<Figure[]> {
    const total = Math.max(2000, Math.round(100_000 * scale));
    await using small = await Laboratory.open();
    await using large = await Laboratory.open();
    await small.fill(1000, () => undefined);
    const began = Date.now();
    const before = await bytesUnder(large.dataFolder);
    await large.fill(total, (issued) => {
      progress(`filling: ${issued} of ${total} certificates`);
    });
    const seconds = (Date.now() - began) / 1000;
    const bytes = await bytesUnder(large.dataFolder);
    const memory = Object.entries(large.processes).map(([name, process]) =>
      figure({
        name: `memory-${name}`,
        value: residentMegabytes(process().pid),
        unit: 'MB',
        against: `at ${total} certificates`,
      }),
    );

    const issues = Math.max(AT_ONCE * 2, Math.round(320 * scale));
    const issue = (laboratory: Laboratory) => async (): Promise<number> => {
      const prepared = await laboratory.sign(issues);
      return rateOf(issues, AT_ONCE, async (index) => {
        const request = prepared[index];
        if (request !== undefined) await laboratory.issue(request);
      });
    };
    const lookups = Math.max(500, Math.round(3000 * scale));
    const look = (laboratory: Laboratory) => async (): Promise<number> => {
      const queries = await laboratory.signLookups(lookups);
      return rateOf(lookups, AT_ONCE, async (index) => {
        const query = queries[index];
        if (query !== undefined) await laboratory.look(query);
      });
    };
    const issuing = await interleavedPairs(issue(small), issue(large), 5, (pair) => {
      progress(`issue at both sizes, pair ${pair} of 5`);
    });
    const looking = await interleavedPairs(look(small), look(large), 5, (pair) => {
      progress(`look-up at both sizes, pair ${pair} of 5`);
    });
    return [
      figure({
        name: 'issue-large',
        value: issuing.right,
        unit: '/s',
        against: `times slower at ${total} than at 1000 (${issuing.left.toFixed(0)}/s)`,
        ratio: issuing.ratio,
        target: '<=1.3',
      }),
      figure({
        name: 'lookup-large',
        value: looking.right,
        unit: '/s',
        against: `times slower at ${total} than at 1000 (${looking.left.toFixed(0)}/s)`,
        ratio: looking.ratio,
        target: '<=1.3',
      }),
      figure({
        name: 'fill',
        value: (total - 0) / seconds,
        unit: 'certificates/s',
        against: 'batches of 500, two at once',
      }),
      ...memory,
      figure({
        name: 'disk',
        value: (bytes - before) / total,
        unit: 'bytes/certificate',
        against: 'ledger and gateway together',
      }),
    ];
  },
};
