import { expect } from 'chai';
import { highestOrdered, leadingMember } from '@origin-ledger/network/fabric';
import { eventually } from '../support/eventually.js';
import type { FaultScene } from './fault-scene.js';
import { kill, seconds, start, whileFrozen } from './hits.js';

const FROZEN_SECONDS = 30;

/** Faults of the ordering service: four consenters, of which one may be lost. */
export function ordererFaults(scene: () => FaultScene): void {
  const network = () => scene().world.fabric;
  const leader = (): Promise<string> =>
    eventually(async () => {
      const member = await leadingMember(network().context);
      if (member === undefined) throw new Error('no orderer leads');
      return member.code;
    }, 30);
  const follower = async (): Promise<string> => {
    const leading = await leader();
    const member = scene().world.topology.members.find(({ code }) => code !== leading);
    return member?.code ?? '';
  };

  it('an orderer is killed: the others order on', async () => {
    await scene().run('kill -9 of one orderer', async ({ acknowledgedMore }) => {
      const victim = `orderer-${await follower()}`;
      await kill(network(), victim);
      await acknowledgedMore(6);
      await start(network(), victim);
    });
  });

  it('the leader is killed: another one leads', async () => {
    await scene().run('kill -9 of the leader', async ({ acknowledgedMore }) => {
      const victim = await leader();
      await kill(network(), `orderer-${victim}`);
      await acknowledgedMore(12);
      await start(network(), `orderer-${victim}`);
    });
  });

  it('two orderers are killed: what is acknowledged meanwhile waits and is on the ledger later', async () => {
    await scene().run('kill -9 of two orderers, submits refused meanwhile', async ({ acknowledgedMore }) => {
      const ordered = (): Promise<number> => highestOrdered(network().context);
      await kill(network(), 'orderer-SG', 'orderer-ASEAN');
      await seconds(3);
      const before = await ordered();
      expect(before, 'blocks before').to.be.greaterThan(0);
      await acknowledgedMore(15);
      await seconds(10);
      expect(await ordered(), 'blocks ordered without a quorum').to.equal(before);
      await start(network(), 'orderer-SG', 'orderer-ASEAN');
    });
  });

  it('the leader freezes for 30 s: another one leads meanwhile', async () => {
    // A change of view: 1 s to forward, 4 s to complain, and the change itself. The report tells the pause; aim: 12 s.
    await scene().run('SIGSTOP of the leader for 30 s', async ({ committedMore }) => {
      const victim = await leader();
      await whileFrozen(network(), [`orderer-${victim}`], async () => {
        await seconds(FROZEN_SECONDS);
        await committedMore(1);
      });
    });
  });
}
