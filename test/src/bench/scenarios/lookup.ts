import { fileURLToPath } from 'node:url';
import { freePort } from '@origin-ledger/network';
import { ManagedProcess } from '@origin-ledger/network/process';
import { HttpLoad } from '../http-load.js';
import { AT_ONCE } from '../laboratory.js';
import { interleavedPairs, rateOf } from '../measure.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

/** Look-ups of a certificate's status, each with a signed query, beside a bare Express route. */
export const lookupScenario: Scenario = {
  name: 'lookup',
  title: 'signed look-up of a certificate through HTTP',
  ledgers: ['embedded', 'fabric'],
  unasked: ['embedded'],
  run: ({ scale, progress, p256VerifyPerSecond, laboratories }: ScenarioContext): Promise<Figure[]> =>
    laboratories.use(async (laboratory) => {
      await laboratory.fill(1000, () => undefined);
      const port = await freePort('127.0.0.1');
      await using bareServer = await ManagedProcess.start({
        name: 'bare Express route',
        script: fileURLToPath(new URL('../bare-route.js', import.meta.url)),
        args: [String(port)],
        ready: /^listening/,
      });
      using bareHttp = new HttpLoad(`http://127.0.0.1:${port}`, AT_ONCE);
      if (!bareServer.running) throw new Error('the bare route has ended');
      const count = Math.max(500, Math.round(4000 * scale));
      const bare = (): Promise<number> =>
        rateOf(count, AT_ONCE, async () => {
          await bareHttp.call({ method: 'GET', path: '/bare' });
        });
      const result = await interleavedPairs(
        () => laboratory.lookRate(count),
        bare,
        5,
        (pair) => {
          progress(`signed look-up against a bare route, pair ${pair} of 5`);
        },
      );
      return [
        figure({
          name: 'lookup',
          value: result.left,
          unit: '/s',
          against: `bare Express route (${result.right.toFixed(0)}/s)`,
          ratio: result.ratio,
          target: '>=0.3',
        }),
        figure({
          name: 'lookup-p256',
          value: result.left,
          unit: '/s',
          against: 'P-256 verifications, one core',
          ratio: result.left / p256VerifyPerSecond,
          target: '>=0.08',
        }),
      ];
    }),
};
