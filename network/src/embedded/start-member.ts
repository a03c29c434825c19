import { organisationLayout } from '../identity/layout.js';
import { memberAddress, type Member, type Topology } from '../topology/topology.js';
import type { EmbeddedLayout } from './layout.js';
import type { LiveNetwork } from './live-network.js';
import { startMemberServer, type MemberServer } from './services/member-server.js';

/** Serves a member's peer at its own port. @throws NetworkError `PORT_TAKEN`. */
export function startMember(
  network: LiveNetwork,
  topology: Topology,
  layout: EmbeddedLayout,
  member: Member,
): Promise<MemberServer> {
  const peer = network.peers.find(({ mspId }) => mspId === member.mspId);
  if (peer === undefined) throw new RangeError('every member has a peer');
  return startMemberServer(
    { network, peer },
    {
      host: memberAddress(topology, member),
      port: member.peer.port,
      tls: organisationLayout(layout.organizations, member).peer.tls,
    },
  );
}
