import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chosenLedger } from '../support/ledger-processes.js';
import { Laboratories } from './laboratories.js';
import { p256VerifyPerSecond } from './p256-rate.js';
import { report, table, type Figure } from './report.js';
import { chosenScenarios } from './scenario.js';
import { scenarios } from './scenarios.js';

const HELP = `Usage: npm run bench [-- --only NAME]... [--scale N] [--json FILE]

Rates are medians of five interleaved pairs after one warm-up pair, all in one run, on the embedded ledger; with
LEDGER=fabric in the environment on a real Fabric network.
  --only NAME   this part only, may be repeated:
${scenarios
  .map(
    ({ name, title, unasked }) =>
      `                  ${name.padEnd(8)} ${title}${unasked.length === 0 ? ' (only when asked for)' : ''}`,
  )
  .join('\n')}
  --scale N     1 for the figures to be quoted (default); 0.1 is quicker and rougher
  --json FILE   also write the report as JSON
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      scale: { type: 'string', default: '1' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const ledger = chosenLedger();
  const scale = Number(values.scale);
  if (!(scale > 0)) throw new RangeError('--scale is a number above 0');
  const chosen = chosenScenarios(scenarios, ledger, values.only ?? []);
  const rate = p256VerifyPerSecond();
  const progress = (text: string): void => {
    process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${text}` : `${text}\n`);
  };
  const results: Figure[] = [];
  await using laboratories = new Laboratories(ledger, progress);
  try {
    for (const scenario of chosen)
      results.push(...(await scenario.run({ p256VerifyPerSecond: rate, scale, progress, laboratories })));
    return 0;
  } finally {
    // What was measured before a part failed is not lost.
    const finished = report(rate, results);
    process.stdout.write(`\n${table(finished)}\n`);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(finished, undefined, 2)}\n`);
  }
}

// Whoever breaks off leaves no process and no folder behind: they end with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`\nbench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof RangeError ? 2 : 1;
}
