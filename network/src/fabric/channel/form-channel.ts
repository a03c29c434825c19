import { memberAddress, peerHost, type Member } from '../../topology/topology.js';
import { materialOf, ownConsenters, ownMembers, type FabricContext } from '../fabric-context.js';
import { peerHeight } from '../operations.js';
import { peerCli } from '../process/peer-cli.js';
import { assertRunning } from '../process/service.js';
import { shakeHands } from '../process/shake-hands.js';
import { ordererName, peerName } from '../services.js';
import { waitUntil } from '../wait-until.js';
import { joinPeer } from './join-peer.js';
import { joinOrderer, ordererChannel } from './orderer-admin.js';

const CATCH_UP = 600_000;

/**
 * Brings every orderer and peer of this machine into the channel, and waits until each says that it takes part. What has joined before
 * only catches up.
 */
export async function formChannel(context: FabricContext, genesis: Uint8Array): Promise<void> {
  await Promise.all([
    ...ownConsenters(context).map((member) => bringOrderer(context, member, genesis)),
    ...ownMembers(context).map((member) => bringPeer(context, member)),
  ]);
  // A peer that comes back without its ledger must not act on what it knew of the channel long ago.
  await Promise.all(ownConsenters(context).map((member) => peerHasOrdered(context, member)));
}

/** Waits until a member's peer has the blocks its orderer has now. */
async function peerHasOrdered(context: FabricContext, member: Member): Promise<void> {
  const { height } = (await ordererChannel(context, member)) ?? { height: 0 };
  await waitUntil(
    async () => ((await peerHeight(member.peer.operationsPort, context.topology.channel)) ?? 0) >= height,
    { what: `the peer of ${member.code} to have ${height} blocks`, timeout: CATCH_UP },
  );
}

/** Has a member's orderer join by a configuration block, and waits until it takes part. */
export async function bringOrderer(
  context: FabricContext,
  member: Member,
  configuration: Uint8Array,
): Promise<void> {
  const name = ordererName(member);
  await waitUntil(
    async () => {
      await assertRunning(context.layout, name);
      await joinOrderer(context, member, configuration);
      return true;
    },
    { what: `${name} to join ${context.topology.channel}` },
  );
  await waitUntil(async () => (await ordererChannel(context, member))?.status === 'active', {
    what: `${name} to be active`,
  });
}

/** Has a member's peer join from block 0, and waits until it has, and takes its own member's word there. */
export async function bringPeer(context: FabricContext, member: Member): Promise<void> {
  const { channel } = context.topology;
  const name = peerName(member);
  const { tlsCaCertificate } = materialOf(context, member);
  await waitUntil(
    async () => {
      await assertRunning(context.layout, name);
      // It serves only after it has opened the ledgers it has; its operations endpoint answers long before.
      await shakeHands({
        host: memberAddress(context.topology, member),
        port: member.peer.port,
        expected: peerHost(member),
        rootCertificate: tlsCaCertificate,
      });
      return true;
    },
    { what: `${name} to serve`, timeout: CATCH_UP },
  );
  await joinPeer(context, member);
  await waitUntil(async () => (await peerHeight(member.peer.operationsPort, channel)) !== undefined, {
    what: `${name} to join ${channel}`,
  });
  // Who joins late is a stranger to his own peer until it has read as far as the block that names him.
  await waitUntil(
    async () => {
      await assertRunning(context.layout, name);
      return peerCli(context, member, ['channel', 'getinfo', '--channelID', channel]);
    },
    { what: `${name} to know its own member in ${channel}`, timeout: CATCH_UP, interval: 500 },
  );
}
