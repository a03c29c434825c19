import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { SilentProxy } from '../support/silent-proxy.js';
import type { FaultScene } from './fault-scene.js';

/** Pings go every 12 s and are waited for 5 s; a connection under way is given up after 8 s. */
const NOTICED_SECONDS = 60;

/** Faults of the way between a gateway and its own peer. */
export function linkFaults(scene: () => FaultScene): void {
  it("the machine of a gateway's peer vanishes without a word: it is noticed, and found again", async () => {
    const { world } = scene();
    const file = world.profileFile('VN');
    const profile = await readFile(file, 'utf8');
    await using proxy = await SilentProxy.before(world.peerEndpoint('VN'));
    const ready = async (): Promise<boolean> => (await fetch(`${world.gatewayUrl('VN')}/health/ready`)).ok;
    const becomes = (state: boolean): Promise<void> =>
      eventually(async () => {
        expect(await ready(), 'ready').to.equal(state);
      }, NOTICED_SECONDS);
    const restart = async (text: string): Promise<void> => {
      await world.gateway('VN').stop();
      await writeFile(file, text);
      await world.startGateway('VN');
    };
    await restart(JSON.stringify(through(profile, proxy.endpoint)));
    try {
      await scene().run('no word from the machine of a peer', async ({ acknowledgedMore }) => {
        proxy.fallSilent();
        await becomes(false);
        await acknowledgedMore(6);
        proxy.speak();
        await becomes(true);
      });
    } finally {
      await restart(profile);
    }
  });
}

/** A connection profile whose own peer is reached at another address. */
function through(profile: string, endpoint: string): object {
  const parsed = JSON.parse(profile) as { readonly peer: object };
  return { ...parsed, peer: { ...parsed.peer, endpoint } };
}
