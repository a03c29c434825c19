import { AT_ONCE } from '../laboratory.js';
import { interleavedPairs } from '../measure.js';
import type { SignerKind } from '../reference-client.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

/** Of the reference contract's rate, by the client's signer; on Fabric the native one is only reported. */
const TARGETS = { embedded: { stock: '>=0.7', native: '>=0.4' }, fabric: { stock: '>=0.9' } } as const;

/** Issuing through the HTTP gateway, beside a contract that only writes one key, through the plain Fabric client. */
export const issueScenario: Scenario = {
  name: 'issue',
  title: 'issue through the HTTP gateway, 64 at once',
  ledgers: ['embedded', 'fabric'],
  unasked: ['embedded', 'fabric'],
  run: ({ scale, progress, laboratories }: ScenarioContext): Promise<Figure[]> =>
    laboratories.use(async (laboratory) => {
      const count = Math.max(AT_ONCE * 2, Math.round(640 * scale));
      const targets: Partial<Record<SignerKind, string>> = TARGETS[laboratories.ledger];
      const against = async (signer: SignerKind, name: string): Promise<Figure> => {
        const { left, right, ratio } = await interleavedPairs(
          () => laboratory.issueRate(count),
          () => laboratory.referenceRate(count, signer),
          5,
          (pair) => {
            progress(`issue against the ${signer} signer, pair ${pair} of 5`);
          },
        );
        const target = targets[signer];
        return figure({
          name,
          value: left,
          unit: '/s',
          against: `reference contract, plain client, ${signer} signer (${right.toFixed(0)}/s)`,
          ratio,
          ...(target === undefined ? {} : { target }),
        });
      };
      return [await against('stock', 'issue'), await against('native', 'issue-native')];
    }),
};
