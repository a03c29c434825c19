import { stopAsked } from '@origin-ledger/network/process';
import { World } from '../support/world.js';
import { enrolCast } from './cast.js';
import { runDirectAttacks } from './direct-attacks.js';
import { runMainJob } from './main-job.js';
import { runRefusals } from './refusals.js';
import { Steps } from './steps.js';

/** The main job and the attacks that must fail, in a temporary folder on free ports. */
async function demo(steps: Steps): Promise<void> {
  await using world = await startedWorld(steps);
  if (world === undefined) return;
  steps.heading('Keys');
  const cast = await enrolCast(world, steps);
  steps.heading('A certificate from Vietnam to Singapore');
  const job = await runMainJob(cast, steps);
  steps.heading('What must not work');
  await runRefusals(cast, job, steps);
  await runDirectAttacks(cast, job, steps);
}

async function startedWorld(steps: Steps): Promise<World | undefined> {
  let world: World | undefined;
  steps.heading('Ledger, contracts, gateways of VN, SG and TH; members register');
  await steps.run('everybody', 'starts, and four members register themselves', async () => {
    world = await World.start({ members: ['VN', 'SG', 'TH'] });
    return { note: world.data };
  });
  return world;
}

// Whoever breaks off leaves no process and no folder behind: they end with this process.
void stopAsked().then(() => process.exit(130));

const steps = new Steps((line) => {
  console.log(line);
});
try {
  await demo(steps);
} catch (error) {
  await steps.run('the demo', 'goes on', () =>
    Promise.reject(error instanceof Error ? error : new Error(String(error))),
  );
}
console.log(`\n${steps.summary()}`);
process.exit(steps.failed === 0 && steps.passed > 0 ? 0 : 1);
