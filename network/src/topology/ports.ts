import { freePorts } from './free-port.js';
import type { Member, Topology } from './topology.js';
import { memberPorts, validateTopology } from './validate-topology.js';

/**
 * The same network on other ports, which lie side by side from `base` on: first those of the embedded ledger (a port for each
 * peer), then what `npm start` adds to it (one contract service, a gateway for each member), then what Fabric takes besides.
 *
 * @throws NetworkError `TOPOLOGY_INVALID` when a port would be out of range.
 */
export function withPorts(topology: Topology, base: number): Topology {
  const { members } = topology;
  const first = [
    ...members.map(({ peer }) => peer.port),
    ...members.slice(0, 1).map(({ contract }) => contract.port),
    ...members.map(({ gateway }) => gateway.port),
  ];
  const order = [...new Set([...first, ...members.flatMap(memberPorts).map(([, port]) => port)])];
  return validateTopology(renumber(topology, (port) => base + order.indexOf(port)));
}

/** The same network on ports that were free a moment ago, so that tests can run side by side. */
export async function withFreePorts(topology: Topology): Promise<Topology> {
  const free = await freePorts(topology.members.flatMap(memberPorts).length);
  return renumber(topology, () => free.pop() ?? 0);
}

function renumber(topology: Topology, to: (port: number) => number): Topology {
  const members = topology.members.map((member): Member => ({
    ...member,
    peer: {
      port: to(member.peer.port),
      chaincodePort: to(member.peer.chaincodePort),
      operationsPort: to(member.peer.operationsPort),
    },
    orderer: {
      port: to(member.orderer.port),
      adminPort: to(member.orderer.adminPort),
      operationsPort: to(member.orderer.operationsPort),
    },
    ca: { port: to(member.ca.port) },
    contract: { port: to(member.contract.port), upgradePort: to(member.contract.upgradePort) },
    gateway: { port: to(member.gateway.port) },
  }));
  return { ...topology, members };
}
