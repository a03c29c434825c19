import { createInterface } from 'node:readline';
import { NetworkError, serveLedger, validateTopology } from '@origin-ledger/network';

/**
 * The embedded ledger as a process of its own: `ledger-main.js DATA CONTRACT-ADDRESS [NAME=ADDRESS]...`, its topology (JSON) in
 * `ORIGIN_LEDGER_TOPOLOGY`. A line `clock SECONDS` on its stdin sets its clock ahead, or back.
 */
const [data = '', address = '', ...others] = process.argv.slice(2);
const topology = validateTopology(JSON.parse(process.env['ORIGIN_LEDGER_TOPOLOGY'] ?? '{}'));
let ahead = 0;
const served = await serveLedger({
  data,
  topology,
  now: () => new Date(Date.now() + ahead * 1000),
  log: (level, message) => {
    if (level === 'error') process.stderr.write(`${level} ${message}\n`);
  },
}).catch((error: unknown) => {
  if (!(error instanceof NetworkError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exit(1);
});
const deployments = [[topology.chaincode.name, address], ...others.map((other) => other.split('='))];
for (const [name = '', at = ''] of deployments) {
  const terms = name === topology.chaincode.name ? {} : { terms: { collections: [] } };
  await served.ledger.deploy({
    name,
    addresses: Object.fromEntries(topology.members.map(({ code }) => [code, at])),
    ...terms,
  });
}
process.stdout.write('ledger ready\n');

let ending: Promise<void> | undefined;
/** Asked twice, it lets the first end come to its end: what is queued is committed. */
const end = (code = 0): void => {
  ending ??= served.close().finally(() => process.exit(code));
};
void served.stopRequested.then(() => {
  end();
});
void served.ledger.channel.failed.then((error) => {
  process.stderr.write(`LEDGER_FAILED: The ledger could not go on: ${error.message}\n`);
  end(1);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    end();
  });
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [, seconds] = /^clock (-?\d+)$/.exec(line) ?? [];
    if (seconds === undefined) return;
    ahead = Number(seconds);
    process.stdout.write(`${line}\n`);
  })
  .once('close', () => {
    end();
  });
