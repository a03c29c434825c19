import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import type { FaultScene } from './fault-scene.js';
import { seconds, whileStopped } from './hits.js';
import { SmallDisk } from './small-disk.js';

const FROZEN_SECONDS = 4;

/** Faults of the embedded ledger's one process, of the contracts beside it, and of its disk. */
export function embeddedFaults(scene: () => FaultScene): void {
  const embedded = () => scene().world.embedded;

  it('the ledger is killed', async () => {
    await scene().run('kill -9 of the ledger', async () => {
      await embedded().ledger.kill();
      await embedded().startLedger();
    });
  });

  it('the contract service is killed', async () => {
    await scene().run('kill -9 of the contract service', async () => {
      await embedded().contracts.kill();
      await embedded().startContracts();
    });
  });

  it('the ledger freezes: what is acknowledged meanwhile is on it afterwards', async () => {
    await scene().run(`SIGSTOP of the ledger for ${FROZEN_SECONDS} s`, async () => {
      await whileStopped([embedded().ledger.pid], () => seconds(FROZEN_SECONDS));
    });
  });

  it('the contract service freezes: what is acknowledged meanwhile is on the ledger afterwards', async () => {
    await scene().run(`SIGSTOP of the contract service for ${FROZEN_SECONDS} s`, async () => {
      await whileStopped([embedded().contracts.pid], () => seconds(FROZEN_SECONDS));
    });
  });

  it('the disk of the ledger is full: it ends rather than forget, and goes on once there is room', async function () {
    const { world } = scene();
    await embedded().ledger.stop();
    const disk = await SmallDisk.under(join(world.data, 'embedded', 'channel'));
    await embedded().startLedger();
    if (disk === undefined) {
      process.stdout.write('    skipped: a small disk needs the right to mount one\n');
      this.skip();
    }
    try {
      await scene().run('disk of the ledger full', async ({ acknowledgedMore }) => {
        await disk.fill();
        await eventually(() => {
          expect(embedded().ledger.running, 'the ledger without room').to.equal(false);
          return Promise.resolve();
        }, 30);
        await acknowledgedMore(3);
        await disk.makeRoom();
        await embedded().startLedger();
      });
    } finally {
      await embedded().ledger.stop();
      await disk.remove();
      await embedded().startLedger();
    }
  });

  it('the disk of a gateway is full: it takes nothing on, and goes on by itself once there is room', async function () {
    const { world } = scene();
    await world.gateway('VN').stop();
    const disk = await SmallDisk.under(world.gatewayData('VN'));
    await world.startGateway('VN');
    if (disk === undefined) {
      process.stdout.write('    skipped: a small disk needs the right to mount one\n');
      this.skip();
    }
    try {
      await scene().run('disk of a gateway full, by its file system', async ({ acknowledgedMore, loads }) => {
        await disk.fill();
        await acknowledgedMore(20, ['TH']);
        const before = loads.VN.acknowledged.size;
        await acknowledgedMore(20, ['TH']);
        expect(loads.VN.acknowledged.size, 'acknowledged without room').to.equal(before);
        await disk.makeRoom();
      });
    } finally {
      await world.gateway('VN').stop();
      await disk.remove();
      await world.startGateway('VN');
    }
  });
}
