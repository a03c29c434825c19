import type { FabricContext } from '../fabric-context.js';
import { isHealthy, peerHeight } from '../operations.js';
import { assertRunning } from '../process/service.js';
import { ordererName, peerName } from '../services.js';
import { waitUntil } from '../wait-until.js';
import { joinPeer } from './join-peer.js';
import { joinOrderer, ordererChannel } from './orderer-admin.js';

/**
 * Brings every orderer and peer into the channel, and waits until each says that it takes part. What has joined before
 * only catches up.
 */
export async function formChannel(context: FabricContext, genesis: Uint8Array): Promise<void> {
  const { layout, topology } = context;
  await Promise.all(
    topology.members.flatMap((member) => [
      (async () => {
        const name = ordererName(member);
        await waitUntil(
          async () => {
            await assertRunning(layout, name);
            // An orderer left out of consensus by choice has been removed from the channel; others join.
            await joinOrderer(context, member, genesis);
            return true;
          },
          { what: `${name} to join ${topology.channel}` },
        );
        await waitUntil(async () => (await ordererChannel(context, member))?.status === 'active', {
          what: `${name} to be active`,
        });
      })(),
      (async () => {
        const name = peerName(member);
        await waitUntil(
          async () => {
            await assertRunning(layout, name);
            return isHealthy(member.peer.operationsPort);
          },
          { what: `${name} to be healthy` },
        );
        await joinPeer(context, member);
        await waitUntil(
          async () => (await peerHeight(member.peer.operationsPort, topology.channel)) !== undefined,
          { what: `${name} to join ${topology.channel}` },
        );
      })(),
    ]),
  );
}
