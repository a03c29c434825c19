import { NetworkError } from '../../network-error.js';
import { freePort } from '../../topology/free-port.js';
import { memberAddress, type Member, type Topology } from '../../topology/topology.js';
import { memberPorts, validateTopology } from '../../topology/validate-topology.js';
import { takenPorts } from '../process/free-ports.js';

/** States that may join, by their code: ISO 3166-1, and the authority's name. */
const AUTHORITIES: Readonly<Record<string, string>> = {
  BN: 'Brunei Royal Customs',
  ID: 'Indonesia Customs',
  KH: 'Cambodia Customs',
  LA: 'Lao Customs',
  MM: 'Myanmar Customs',
  MY: 'Royal Malaysian Customs',
  PH: 'Philippines Customs',
  SG: 'Singapore Customs',
  TH: 'Thai Customs',
  TL: 'Timor-Leste Customs',
  VN: 'Vietnam Customs',
};

/** Each member's ports lie so far above the last member's. */
const PORT_DISTANCE = 100;

/**
 * Describes a member that is to join: named and addressed as the others are, on ports that are free.
 *
 * @throws NetworkError `MEMBER_EXISTS` when it is a member, `MEMBER_UNKNOWN` when nothing is known of the code.
 */
export async function newMember(topology: Topology, code: string, name = AUTHORITIES[code]): Promise<Member> {
  if (topology.members.some((member) => member.code === code)) {
    throw new NetworkError('MEMBER_EXISTS', `${code} is a member already.`);
  }
  const last = topology.members.at(-1);
  if (name === undefined || last === undefined) {
    throw new NetworkError(
      'MEMBER_UNKNOWN',
      `Nothing is known of ${code}: give its authority a name by --name.`,
    );
  }
  const label = code.toLowerCase();
  const used = new Set(topology.members.flatMap(memberPorts).map(([, port]) => port));
  const port = async (of: number): Promise<number> => {
    const wanted = { name: code, host: memberAddress(topology, last), port: of + PORT_DISTANCE };
    const usable = !used.has(wanted.port) && (await takenPorts([wanted])).length === 0;
    const found = usable ? wanted.port : await freePort(wanted.host, used);
    used.add(found);
    return found;
  };
  const member: Member = {
    code,
    name,
    mspId: `${code}MSP`,
    domain: last.domain.replace(/^[^.]+/u, label),
    country: code,
    collection: `documents-${code}`,
    peer: {
      port: await port(last.peer.port),
      chaincodePort: await port(last.peer.chaincodePort),
      operationsPort: await port(last.peer.operationsPort),
    },
    orderer: {
      port: await port(last.orderer.port),
      adminPort: await port(last.orderer.adminPort),
      operationsPort: await port(last.orderer.operationsPort),
    },
    ca: { port: await port(last.ca.port) },
    contract: { port: await port(last.contract.port) },
    gateway: { port: await port(last.gateway.port) },
  };
  validateTopology({ ...topology, members: [...topology.members, member] });
  return member;
}
