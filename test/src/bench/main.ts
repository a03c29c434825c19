import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { p256VerifyPerSecond } from './p256-rate.js';
import { report, table, type Figure } from './report.js';
import { issueScenario } from './scenarios/issue.js';
import { lookupScenario } from './scenarios/lookup.js';
import { sizeScenario } from './scenarios/size.js';
import { startScenario } from './scenarios/start.js';

const scenarios = [startScenario, issueScenario, lookupScenario, sizeScenario];

const HELP = `Usage: npm run bench [-- --only NAME]... [--scale N] [--json FILE]

Rates are medians of five interleaved pairs after one warm-up pair, all in one run.
  --only NAME   this part only, may be repeated:
${scenarios.map(({ name, title }) => `                  ${name.padEnd(8)} ${title}`).join('\n')}
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
  const only = values.only ?? [];
  const unknown = only.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  const scale = Number(values.scale);
  if (unknown.length > 0 || !(scale > 0)) {
    process.stderr.write(
      unknown.length > 0
        ? `no part is called ${unknown.join(', ')}\n${HELP}`
        : `--scale is a number above 0\n`,
    );
    return 2;
  }
  const rate = p256VerifyPerSecond();
  const progress = (text: string): void => {
    process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${text}` : `${text}\n`);
  };
  const results: Figure[] = [];
  for (const scenario of scenarios) {
    if (only.length > 0 && !only.includes(scenario.name)) continue;
    results.push(...(await scenario.run({ p256VerifyPerSecond: rate, scale, progress })));
  }
  const finished = report(rate, results);
  process.stdout.write(`\n${table(finished)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(finished, undefined, 2)}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`\nbench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
