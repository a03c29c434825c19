import { commit } from '../calls.js';
import type { Behaviour, Topic } from '../behaviour.js';
import type { Verdict } from '../member-client.js';
import { endorsedActions } from '../read-write-set.js';
import type { Step } from '../steps.js';

const VERSION = '2.0';

/** Endorsed under the old definition: what writes, what reads only, what touches nothing at all. */
const IN_FLIGHT: Readonly<Record<string, readonly Step[]>> = {
  written: [['put', 'l1', 'old']],
  readOnly: [['get', 'l1.none']],
  nothing: [['context']],
};

const behaviours: readonly Behaviour[] = [
  {
    name: 'a new definition of the contract fails all that is in flight, whatever it touches',
    run: async (ledger) => {
      const client = await ledger.client('VN');
      const inFlight = await Promise.all(
        Object.entries(IN_FLIGHT).map(
          async ([name, steps]) => [name, await client.proposal(steps).endorse()] as const,
        ),
      );
      const before = await commit(ledger, [['put', 'l2', 'before']]);
      await ledger.upgrade(VERSION);
      const verdicts: Record<string, Verdict> = {};
      for (const [name, transaction] of inFlight) verdicts[name] = await client.order(transaction);
      const after = await client.proposal([['put', 'l1', 'new']]).endorse();
      return {
        before,
        inFlight: verdicts,
        endorsed: endorsedActions(after),
        after: await client.order(after),
        read: await client.evaluate([
          ['get', 'l1'],
          ['get', 'l2'],
        ]),
      };
    },
  },
];

export const upgrades: Topic = { topic: 'upgrades', behaviours };
