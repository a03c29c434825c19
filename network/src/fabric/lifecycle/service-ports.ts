import { freePort } from '../../topology/free-port.js';
import { memberAddress, type Member, type Topology } from '../../topology/topology.js';
import { memberPorts } from '../../topology/validate-topology.js';
import type { Deployment } from '../network-state.js';

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

/** Where the next version of the contract listens at each member: of the topology's two ports the one that is not in use. */
export function nextPorts(
  members: readonly Member[],
  { ports }: Pick<Deployment, 'ports'>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    members.map(({ code, contract }) => [
      code,
      ports[code] === contract.upgradePort ? contract.port : contract.upgradePort,
    ]),
  );
}
