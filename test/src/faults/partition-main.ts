import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTopology, withFreePorts } from '@origin-ledger/network';
import { FaultScene } from './fault-scene.js';
import { seconds } from './hits.js';
import { heal, part, partedTopology, preparePartition, writeUserPrograms } from './parted-hosts.js';

/** A network that is parted into two halves and healed, in a network namespace of its own. Prints its line of the report. */
const PARTED_SECONDS = 30;
const WARNING_SECONDS = 5;

preparePartition();
const programs = await mkdtemp(join(tmpdir(), 'origin-programs-'));
try {
  await writeUserPrograms(programs);
  process.env['FABRIC_BIN'] = programs;
  const scene = await FaultScene.open({
    ledger: 'fabric',
    topology: partedTopology(await withFreePorts(await readTopology())),
  });
  try {
    const committed = async (): Promise<number[]> =>
      Promise.all(
        (['VN', 'TH'] as const).map(
          async (code) => (await scene.client(code).status()).operations['COMMITTED'] ?? 0,
        ),
      );
    const line = await scene.run('partition into two halves for 30 s, and its healing', async () => {
      part();
      await seconds(WARNING_SECONDS);
      const before = await committed();
      await seconds(PARTED_SECONDS - WARNING_SECONDS);
      expect(await committed(), 'committed by half a network').to.deep.equal(before);
      heal();
    });
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } finally {
    await scene.world.close();
  }
} finally {
  await rm(programs, { recursive: true });
}
