import { checkVersion, findBinaries } from '@origin-ledger/network/fabric';
import type { Context } from 'mocha';

/** Skips a suite on a machine without Fabric's programs, and prints why. */
export async function requireFabric(suite: Context): Promise<void> {
  try {
    await checkVersion(await findBinaries());
  } catch (error) {
    process.stdout.write(`    skipped: ${error instanceof Error ? error.message : String(error)}\n`);
    suite.skip();
  }
}
