import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTopology, withFreePorts } from '@origin-ledger/network';
import { highestOrdered } from '@origin-ledger/network/fabric';
import { eventually } from '../support/eventually.js';
import { FaultScene } from './fault-scene.js';
import { seconds } from './hits.js';
import { heal, part, partedTopology, preparePartition, writeUserPrograms } from './parted-hosts.js';

/** A network that is parted into two halves and healed, in a network namespace of its own. Prints its line of the report. */
const PARTED_SECONDS = 30;
const WARNING_SECONDS = 5;
const HEALED_SECONDS = 120;
/** Of each gateway, while nothing can be ordered. */
const SUBMITTED_MEANWHILE = 4;

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
    // What a quorum had agreed on before is still handed on within a half, so gateways may go on to count commits.
    const ordered = (): Promise<number> => highestOrdered(scene.world.fabric.context);
    const line = await scene.run(
      'partition into two halves for 30 s, and its healing',
      async ({ acknowledgedMore }) => {
        part();
        await seconds(WARNING_SECONDS);
        const before = await ordered();
        expect(before, 'blocks before the partition').to.be.greaterThan(0);
        await acknowledgedMore(SUBMITTED_MEANWHILE);
        await seconds(PARTED_SECONDS - WARNING_SECONDS);
        expect(await ordered(), 'blocks ordered by half a network').to.equal(before);
        heal();
        await eventually(async () => {
          expect(await ordered(), 'blocks after the healing').to.be.greaterThan(before);
        }, HEALED_SECONDS);
      },
    );
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } finally {
    await scene.world.close();
  }
} finally {
  await rm(programs, { recursive: true });
}
