import { eventually } from '../support/eventually.js';
import type { Scene } from './scene.js';
import { pointTo } from './with-rogues.js';

const PATIENCE_SECONDS = 60;

/**
 * Runs something while a member's peer does not answer: on Fabric it is killed. The embedded ledger is one process for
 * all, so there it is the member's copy of the contracts that is gone, and its peer endorses nothing.
 */
export async function withPeerDown(scene: Scene, code: string, run: () => Promise<void>): Promise<void> {
  const { world } = scene;
  const client = await scene.client(code);
  const answers = (): Promise<Uint8Array> =>
    client.network
      .getContract(client.profile.chaincode)
      .evaluate('registry:member', { arguments: [code], endorsingOrganizations: [`${code}MSP`] });
  if (world.ledgerKind === 'fabric') await world.fabric.stop(`peer-${code}`, 'SIGKILL');
  else await pointTo(world, new Map([[code, `${world.topology.host}:${world.member(code).contract.port}`]]));
  try {
    await eventually(async () => {
      const down = await answers().then(
        () => false,
        () => true,
      );
      if (!down) throw new Error(`the peer of ${code} still answers`);
    }, PATIENCE_SECONDS);
    await run();
  } finally {
    if (world.ledgerKind === 'fabric') await world.fabric.start(`peer-${code}`);
    else await pointTo(world, new Map());
    await eventually(answers, PATIENCE_SECONDS);
  }
}
