import { readTopology, startEmbeddedLedger } from '@origin-ledger/network';

/**
 * The embedded ledger as a process of its own: `ledger-main.js DATA TOPOLOGY CONTRACT-ADDRESS`. It ends when its
 * parent does, so that nothing is left running.
 */
const [data = '', topologyFile = '', address = ''] = process.argv.slice(2);
const topology = await readTopology(topologyFile);
const ledger = await startEmbeddedLedger({
  data,
  topology,
  log: (level, message) => {
    if (level === 'error') process.stderr.write(`${level} ${message}\n`);
  },
});
await ledger.deploy({
  name: topology.chaincode.name,
  addresses: Object.fromEntries(topology.members.map(({ code }) => [code, address])),
});
process.stdout.write('ledger ready\n');

const end = (): void => {
  void ledger.close().finally(() => process.exit(0));
};
process.once('SIGTERM', end);
process.once('SIGINT', end);
process.stdin.once('end', end).resume();
