import { NetworkError } from '../../network-error.js';
import { memberAddress, type Member, type Topology } from '../../topology/topology.js';
import { LARGEST_PORT, memberPorts, validateTopology } from '../../topology/validate-topology.js';
import { takenPorts } from '../../process/taken-ports.js';

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

/**
 * Describes a member that is to join: named and addressed as the others are, on the next free ports above the others'.
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
  const host = memberAddress(topology, last);
  let next = Math.max(...topology.members.flatMap(memberPorts).map(([, port]) => port)) + 1;
  const port = async (): Promise<number> => {
    while (next <= LARGEST_PORT && (await takenPorts([{ name: code, host, port: next }])).length > 0)
      next += 1;
    return next++;
  };
  const member: Member = {
    code,
    name,
    mspId: `${code}MSP`,
    domain: last.domain.replace(/^[^.]+/u, label),
    country: code,
    collection: `documents-${code}`,
    peer: { port: await port(), chaincodePort: await port(), operationsPort: await port() },
    orderer: { port: await port(), adminPort: await port(), operationsPort: await port() },
    ca: { port: await port() },
    contract: { port: await port(), upgradePort: await port() },
    gateway: { port: await port() },
  };
  validateTopology({ ...topology, members: [...topology.members, member] });
  return member;
}
