import { stopFabricNetwork } from '../network.js';

/**
 * Stops a data folder's Fabric network when it is asked to end, and so when the program that started it is gone: the
 * network's processes are no children of anybody. `guard-main.js DATA`.
 */
const [data = ''] = process.argv.slice(2);
const staysUp = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(staysUp);
  void stopFabricNetwork(data);
});
process.stdout.write('guarding\n');
