import { World } from '../../support/world.js';
import { median } from '../measure.js';
import { figure, type Figure } from '../report.js';
import type { Scenario, ScenarioContext } from '../scenario.js';

/** How long a ledger takes to be ready with its contracts: the embedded one with its data, Fabric from nothing. */
export const startScenario: Scenario = {
  name: 'start',
  title: 'time until the ledger is ready with contracts: embedded warm, Fabric from nothing',
  ledgers: ['embedded', 'fabric'],
  unasked: ['embedded', 'fabric'],
  run: (context: ScenarioContext): Promise<Figure[]> =>
    context.laboratories.ledger === 'fabric' ? fromNothing(context) : warm(context),
};

async function warm({ progress }: ScenarioContext): Promise<Figure[]> {
  await using world = await World.start({ members: [], ledger: 'embedded' });
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
}

/** Certificates, channel, joined peers, contract in force and answering: that of the run's own network, once. */
async function fromNothing({ laboratories }: ScenarioContext): Promise<Figure[]> {
  const { world } = await laboratories.kept('fabric');
  return [
    figure({
      name: 'start',
      value: world.ledgerSeconds,
      unit: 's',
      against: 'four peers, four orderers, contract committed, from nothing, once',
      target: '<=45',
    }),
  ];
}
