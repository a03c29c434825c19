import { join } from 'node:path';
import { GatewayKey } from '../keys/gateway-key.js';
import { Database } from '../store/database.js';

/** Opens the store and the key of a folder as soon as it is told to, and says whose key it has: `open-store.js FOLDER`. */
const [folder = ''] = process.argv.slice(2);
process.stdin.once('data', () => {
  const database = new Database({ file: join(folder, 'gateway.db') });
  database.prepare('SELECT COUNT(*) FROM operations').get();
  database.close();
  process.stdout.write(`${GatewayKey.open(folder).kid}\n`);
  process.exit();
});
process.stdout.write('waiting\n');
