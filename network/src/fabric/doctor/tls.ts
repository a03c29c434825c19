import { contractHost, memberAddress, ordererHost, peerHost, type Member } from '../../topology/topology.js';
import { consentersOf, materialOf, ownMembers, type FabricContext } from '../fabric-context.js';
import type { Deployment } from '../network-state.js';
import { shakeHands, type TlsEndpoint } from '../process/shake-hands.js';
import { fault, ok, type Finding } from './finding.js';
import { endpoint as authority } from '../../topology/endpoint.js';

/** One TLS endpoint of a member. */
export interface NamedEndpoint extends TlsEndpoint {
  readonly name: string;
}

/** What a failed handshake means, by OpenSSL's and Node's codes. */
const MEANINGS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired: enrol it again',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: a clock is wrong',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name: enrol it again with the right host names',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not of its member's TLS authority",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not of its member's TLS authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not of its member's TLS authority",
  ECONNREFUSED: 'nothing listens there',
  EPROTO: 'it speaks no TLS there',
};

/** Shakes hands with every peer, orderer and contract. */
export async function checkTls(context: FabricContext, deployment: Deployment): Promise<readonly Finding[]> {
  return Promise.all(endpoints(context, deployment).map(checkEndpoint));
}

/** Shakes hands with one endpoint. */
export async function checkEndpoint(endpoint: NamedEndpoint): Promise<Finding> {
  const where = `${endpoint.name} at ${authority(endpoint.host, endpoint.port)}`;
  try {
    await shakeHands(endpoint);
    return ok('TLS', `${where}: chain and name are right`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fault('TLS', `${where}: ${MEANINGS[code ?? ''] ?? message}.`);
  }
}

function endpoints(context: FabricContext, deployment: Deployment): readonly NamedEndpoint[] {
  return ownMembers(context).flatMap((member: Member): NamedEndpoint[] => {
    const material = materialOf(context, member);
    const common = {
      host: memberAddress(context.topology, member),
      rootCertificate: material.tlsCaCertificate,
    };
    return [
      { ...common, name: `the peer of ${member.code}`, port: member.peer.port, expected: peerHost(member) },
      ...(consentersOf(context).includes(member)
        ? [
            {
              ...common,
              name: `the orderer of ${member.code}`,
              port: member.orderer.port,
              expected: ordererHost(member),
            },
          ]
        : []),
      {
        ...common,
        name: `the contract of ${member.code}`,
        port: deployment.ports[member.code] ?? member.contract.port,
        expected: contractHost(member),
        client: material.contractClient,
      },
    ];
  });
}
