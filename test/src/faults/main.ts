import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.js';
import { faultReport } from './fault-report.js';
import { Draws } from './random.js';

const HELP = `Usage: npm run faults [-- --minutes N] [--seed N] [--at-once N]

Random faults on every process of a real Fabric network under mixed acts, then what was lost, doubled, refused or hung.
Needs Fabric's programs on PATH or in FABRIC_BIN. Exit code 1 when anything was.
  --minutes N   how long (default 15)
  --seed N      which faults: the same seed draws the same (default: drawn, and printed)
  --at-once N   the most processes that are hit together (default 3)
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '15' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      'at-once': { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [minutes, seed, atOnce] = [values.minutes, values.seed, values['at-once']].map(Number);
  if (
    !(minutes !== undefined && minutes > 0) ||
    !Number.isSafeInteger(seed) ||
    !Number.isSafeInteger(atOnce) ||
    !(Number(atOnce) > 0)
  )
    throw new RangeError('--minutes, --seed and --at-once are numbers above 0');
  process.stdout.write(`seed ${seed}\n`);
  const { scene, broken, hung, healed, hits } = await runCampaign({
    ...{ minutes, draws: new Draws(Number(seed)), atOnce: Number(atOnce) },
    report: (line) => process.stdout.write(`${line}\n`),
  });
  try {
    const { lines } = scene;
    const sum = (of: 'operations' | 'lost' | 'doubled'): number =>
      lines.reduce((total, line) => total + line[of], 0);
    process.stdout.write(`\n${faultReport(lines)}\n\nThe watch: ${healed.length} times\n`);
    for (const line of healed) process.stdout.write(`  ${line}\n`);
    for (const line of broken) process.stdout.write(`BROKEN ${line}\n`);
    process.stdout.write(
      `\n${hits} hits in ${lines.length + broken.length} rounds, ${sum('operations')} acts: ${sum('lost')} lost, ` +
        `${sum('doubled')} doubled, ${scene.refused.length} valid acts refused, ${hung} processes hung\n`,
    );
    for (const code of scene.refused) process.stdout.write(`  refused: ${code}\n`);
    return broken.length === 0 && hung === 0 ? 0 : 1;
  } finally {
    await scene.world.close();
  }
}

// Whoever breaks off leaves no process and no folder behind: they end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`faults: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof RangeError ? 2 : 1;
}
