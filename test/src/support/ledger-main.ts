import { createInterface } from 'node:readline';
import { readTopology, serveLedger } from '@origin-ledger/network';

/**
 * The embedded ledger as a process of its own: `ledger-main.js DATA TOPOLOGY CONTRACT-ADDRESS [NAME=ADDRESS]...`. It ends when its
 * parent does, so that nothing is left running. A line `clock SECONDS` on its stdin sets its clock ahead, or back.
 */
const [data = '', topologyFile = '', address = '', ...others] = process.argv.slice(2);
const topology = await readTopology(topologyFile);
let ahead = 0;
const served = await serveLedger({
  data,
  topology,
  now: () => new Date(Date.now() + ahead * 1000),
  log: (level, message) => {
    if (level === 'error') process.stderr.write(`${level} ${message}\n`);
  },
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

const end = (): void => {
  void served.close().finally(() => process.exit(0));
};
void served.stopRequested.then(end);
void served.ledger.channel.failed.then((error) => {
  process.stderr.write(`the ledger could not go on: ${error.message}\n`);
  void served.close().finally(() => process.exit(1));
});
process.once('SIGTERM', end);
process.once('SIGINT', end);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [, seconds] = /^clock (-?\d+)$/.exec(line) ?? [];
    if (seconds === undefined) return;
    ahead = Number(seconds);
    process.stdout.write(`${line}\n`);
  })
  .once('close', end);
