import { freePort } from '../../topology/free-port.js';
import { memberAddress, type Topology } from '../../topology/topology.js';
import { memberPorts } from '../../topology/validate-topology.js';

/** A free port for one more contract service at each member, by member code; none that the topology gives out. */
export async function servicePorts(topology: Topology): Promise<Readonly<Record<string, number>>> {
  const used = new Set(topology.members.flatMap(memberPorts).map(([, port]) => port));
  const ports = new Map<string, number>();
  for (const member of topology.members) {
    const port = await freePort(memberAddress(topology, member), used);
    used.add(port);
    ports.set(member.code, port);
  }
  return Object.fromEntries(ports);
}
