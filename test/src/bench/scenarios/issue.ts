import { Laboratory } from '../laboratory.js';
import { interleavedPairs, rateOf } from '../measure.js';
import type { SignerKind } from '../reference-client.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

const AT_ONCE = 64;

/** Issuing through the HTTP gateway, beside a contract that only writes one key, through the plain Fabric client. */
export const issueScenario: Scenario = {
  name: 'issue',
  title: 'issue through the HTTP gateway, 64 at once',
  async run({ scale, progress }: ScenarioContext): Promise<Figure[]> {
    await using laboratory = await Laboratory.open();
    const count = Math.max(AT_ONCE * 2, Math.round(640 * scale));
    const issue = async (): Promise<number> => {
      const prepared = await laboratory.sign(count);
      return rateOf(count, AT_ONCE, async (index) => {
        const request = prepared[index];
        if (request !== undefined) await laboratory.issue(request);
      });
    };
    const put = (signer: SignerKind) => () => rateOf(count, AT_ONCE, () => laboratory.reference.put(signer));
    const stock = await interleavedPairs(issue, put('stock'), 5, (pair) => {
      progress(`issue against the stock signer, pair ${pair} of 5`);
    });
    const native = await interleavedPairs(issue, put('native'), 5, (pair) => {
      progress(`issue against the native signer, pair ${pair} of 5`);
    });
    return [
      figure({
        name: 'issue',
        value: stock.left,
        unit: '/s',
        against: `reference contract, plain client, stock signer (${stock.right.toFixed(0)}/s)`,
        ratio: stock.ratio,
        target: '>=0.7',
      }),
      figure({
        name: 'issue-native',
        value: native.left,
        unit: '/s',
        against: `reference contract, plain client, native signer (${native.right.toFixed(0)}/s)`,
        ratio: native.ratio,
        target: '>=0.4',
      }),
    ];
  },
};
