import type { Member } from '../../topology/topology.js';
import type { FabricContext } from '../fabric-context.js';
import { peerHeight } from '../operations.js';
import { peerCli } from '../process/peer-cli.js';

/** Has a member's peer join the channel from block 0, unless it has. */
export async function joinPeer(context: FabricContext, member: Member): Promise<void> {
  const height = await peerHeight(member.peer.operationsPort, context.topology.channel);
  if (height !== undefined) return;
  await peerCli(context, member, ['channel', 'join', '--blockpath', context.layout.genesis]);
}
