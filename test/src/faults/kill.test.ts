import { expect } from 'chai';
import type { OriginClient } from '@origin-ledger/sdk';
import { actsOnLedger } from '../support/acts-on-ledger.js';
import { eventually } from '../support/eventually.js';
import { ForeignPeer } from '../support/foreign-peer.js';
import { World } from '../support/world.js';
import { Load } from './load.js';

const WORKERS = 6;
const BETWEEN = 15;

describe('a process killed in the middle of a load of submits', function () {
  this.timeout(240_000);
  let world: World;
  let officer: OriginClient;

  before(async () => {
    world = await World.start({
      members: ['VN'],
      gatewayEnvironment: { ORIGIN_GATEWAY_RATE_LIMIT: '0', ORIGIN_GATEWAY_LOG_LEVEL: 'silent' },
    });
    officer = world.client(await world.enrol('VN:officer-1', ['signatory']));
  });
  after(() => world.close());

  const victims: Readonly<Record<string, () => Promise<void>>> = {
    ledger: async () => {
      await world.embedded.ledger.kill();
      await world.embedded.startLedger();
    },
    'contract service': async () => {
      await world.embedded.contracts.kill();
      await world.embedded.startContracts();
    },
    gateway: async () => {
      await world.gateway('VN').kill();
      await world.startGateway('VN');
    },
    'ledger and gateway together': async () => {
      await Promise.all([world.embedded.ledger.kill(), world.gateway('VN').kill()]);
      await world.embedded.startLedger();
      await world.startGateway('VN');
    },
  };

  for (const [name, killAndRestart] of Object.entries(victims)) {
    it(`${name}: every acknowledged certificate is on the ledger exactly once`, async () => {
      const load = new Load(officer, { workers: WORKERS });
      try {
        await load.untilMore(BETWEEN);
        await killAndRestart();
        await load.untilMore(BETWEEN);
      } finally {
        await load.stop();
      }
      expect(load.refused, 'refused').to.deep.equal([]);
      for (const { id } of load.acknowledged.values()) {
        const operation = await eventually(async () => {
          const found = await officer.operation(id);
          if (found.state !== 'COMMITTED')
            throw new Error(`${id} is ${found.state}: ${found.problem?.code ?? ''}`);
          return found;
        }, 60);
        expect(operation.block).to.be.a('number');
      }
      const { asOf, setAside } = await officer.status();
      expect(setAside, 'writes without an act').to.equal(0);
      using peer = new ForeignPeer({ profileFile: world.profileFile('VN'), at: 'VN' });
      const written = actsOnLedger(await peer.blocks(BigInt(asOf.block)));
      for (const id of load.acknowledged.keys()) expect(written.get(id), id).to.equal(1);
      expect(
        [...written.values()].every((count) => count === 1),
        'no act twice',
      ).to.equal(true);
    });
  }
});
