import { median } from '../measure.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';
import { World } from '../../support/world.js';

/** How long the embedded ledger takes to be ready with its contracts registered, its data already there. */
export const startScenario: Scenario = {
  name: 'start',
  title: 'time until the embedded ledger is ready with contracts registered',
  async run({ progress }: ScenarioContext): Promise<Figure[]> {
    await using world = await World.start({ members: [] });
    const seconds: number[] = [];
    for (let round = 1; round <= 5; round++) {
      progress(`start ${round} of 5`);
      await world.embedded.ledger.stop();
      await world.embedded.contracts.stop();
      const began = Date.now();
      await Promise.all([world.embedded.startContracts(), world.embedded.startLedger()]);
      seconds.push((Date.now() - began) / 1000);
    }
    return [
      figure({
        name: 'start',
        value: median(seconds),
        unit: 's',
        against: 'ledger and contract service, warm',
        target: '<=3',
      }),
    ];
  },
};
