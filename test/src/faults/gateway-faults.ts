import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import type { FaultScene } from './fault-scene.js';
import { seconds } from './hits.js';
import { Load } from './load.js';

/** Faults of gateways, whatever ledger they stand before: killed, doubled, out of room. */
export function gatewayFaults(scene: () => FaultScene): void {
  const gateway = () => scene().world.gateway('VN');
  const startGateway = (): Promise<void> => scene().world.startGateway('VN');

  it('a gateway is killed five times, whenever it happens', async () => {
    await scene().run('kill -9 of a gateway, five times at random', async ({ acknowledgedMore }) => {
      for (let time = 0; time < 5; time += 1) {
        await acknowledgedMore(2, ['VN']);
        await seconds(Math.random() * 0.5);
        await gateway().kill();
        await startGateway();
      }
    });
  });

  it('a second gateway shares the journal: both take requests, and it finishes what the killed one left', async () => {
    const { world, keys } = scene();
    await scene().run('second gateway on the same journal, the first one killed', async ({ add }) => {
      const second = await world.startFurtherGateway('VN', { env: { ORIGIN_GATEWAY_INSTANCE: 'second' } });
      try {
        const url = second.readyLine.replace('listening ', '');
        const there = world.client(keys.VN, { gateway: url });
        const load = new Load(there, { workers: 2, pace: 300 });
        add(load);
        try {
          await load.untilMore(10);
          await gateway().kill();
          await load.untilMore(10);
        } finally {
          await load.stop();
        }
        // Leases of the killed one run out after half a minute.
        await eventually(async () => {
          const { operations } = await there.status();
          for (const state of ['RECEIVED', 'PREPARED', 'SUBMITTED', 'UNKNOWN'])
            expect(operations[state] ?? 0, JSON.stringify(operations)).to.equal(0);
        }, 90);
      } finally {
        await second.stop();
      }
      await startGateway();
    });
  });

  it('the store of a gateway may not grow: it takes nothing on, and goes on once there is room', async () => {
    const { world } = scene();
    await scene().run('disk of a gateway full', async ({ acknowledgedMore }) => {
      await gateway().stop();
      const full = await world.startFurtherGateway('VN', {
        port: world.member('VN').gateway.port,
        // No page more than the store has.
        env: { ORIGIN_GATEWAY_MAX_PAGES: '1' },
      });
      try {
        await eventually(async () => {
          const { status } = await fetch(`${world.gatewayUrl('VN')}/health/ready`);
          expect(status, 'ready with a full disk').to.equal(503);
        }, 90);
        await acknowledgedMore(3, ['TH']);
      } finally {
        await full.stop();
      }
      await startGateway();
    });
  });

  it('everything is killed and started again', async () => {
    const { world } = scene();
    await scene().run('kill -9 of everything', async () => {
      const codes = ['VN', 'SG', 'TH'];
      await Promise.all([...codes.map((code) => world.gateway(code).kill()), world.crashLedger()]);
      await Promise.all(codes.map((code) => world.startGateway(code)));
    });
  });
}
