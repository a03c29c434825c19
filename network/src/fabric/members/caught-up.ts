import type { Member } from '../../topology/topology.js';
import type { FabricContext } from '../fabric-context.js';
import { peerHeight } from '../operations.js';
import { waitUntil } from '../wait-until.js';

const PATIENCE = 600_000;

/** Waits until a member's peer has every block another one had when the wait began. Returns their number. */
export async function caughtUp(context: FabricContext, member: Member, other: Member): Promise<number> {
  const { channel } = context.topology;
  const wanted = (await peerHeight(other.peer.operationsPort, channel)) ?? 0;
  return waitUntil(
    async () => {
      const height = (await peerHeight(member.peer.operationsPort, channel)) ?? 0;
      return height >= wanted ? height : undefined;
    },
    { what: `the peer of ${member.code} to have ${wanted} blocks`, timeout: PATIENCE },
  );
}
