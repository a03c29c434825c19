import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIST =
  "import { OriginChaincode } from '@origin-ledger/chaincode';" +
  'process.stdout.write(JSON.stringify([...new OriginChaincode().functions()]));';

/**
 * Every function of the contracts with the number of its arguments, by their own word. Asked of a process of its own:
 * the shim brings an older edition of Fabric's messages, which takes the place of the newer one in its whole process.
 */
export function contractFunctions(): readonly (readonly [name: string, count: number])[] {
  const text = execFileSync(process.execPath, ['--input-type=module', '--eval', LIST], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    encoding: 'utf8',
  });
  return JSON.parse(text) as [string, number][];
}
