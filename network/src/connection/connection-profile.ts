import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { organisationLayout, type MspPaths } from '../identity/layout.js';
import { endpoint as addressOf } from '../topology/endpoint.js';
import { memberAddress, peerHost, type Member, type Topology } from '../topology/topology.js';

/** How to reach one member's peer. Paths are relative to the profile's folder. */
export interface PeerEndpoint {
  /** `host:port`. */
  readonly endpoint: string;
  readonly tlsRootCertificate: string;
  /** The name in the peer's certificate. */
  readonly hostAlias: string;
}

/** All that a member's gateway, and commands on its behalf, need to know of a ledger. Both ledgers write the same. */
export interface ConnectionProfile {
  readonly ledger: 'embedded' | 'fabric';
  readonly channel: string;
  readonly chaincode: string;
  readonly member: Readonly<{ code: string; mspId: string; name: string; collection: string }>;
  readonly members: readonly Readonly<{ code: string; mspId: string; collection: string }>[];
  readonly peer: PeerEndpoint;
  readonly gatewayIdentity: Readonly<{ certificate: string; privateKey: string }>;
  readonly adminIdentity: Readonly<{ certificate: string; privateKey: string }>;
  /** What the member's gateway speaks TLS with, of the member's own authority for TLS. */
  readonly gatewayTls: Readonly<{ certificate: string; privateKey: string }>;
  readonly peers: readonly (PeerEndpoint & Readonly<{ code: string; mspId: string }>)[];
}

interface Source {
  readonly ledger: ConnectionProfile['ledger'];
  readonly topology: Topology;
  /** The folder `organizations`. */
  readonly organizations: string;
}

/** Writes members' profiles as `<folder>/<CODE>.json`: every member's, or those of whom the keys are here. */
export async function writeConnectionProfiles(
  folder: string,
  source: Source,
  members: readonly Member[] = source.topology.members,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all(
    members.map(async (member) => {
      const path = join(folder, `${member.code}.json`);
      await writeFile(
        `${path}.new`,
        `${JSON.stringify(connectionProfile(folder, source, member), undefined, 2)}\n`,
      );
      await rename(`${path}.new`, path);
    }),
  );
}

function connectionProfile(folder: string, source: Source, member: Member): ConnectionProfile {
  const { topology, organizations } = source;
  const from = (path: string): string => relative(folder, path);
  const endpoint = (each: Member): PeerEndpoint => ({
    endpoint: addressOf(memberAddress(topology, each), each.peer.port),
    tlsRootCertificate: from(organisationLayout(organizations, each).tlsCaCertificate),
    hostAlias: peerHost(each),
  });
  const identity = ({
    certificate,
    privateKey,
  }: Omit<MspPaths, 'msp'>): { certificate: string; privateKey: string } => ({
    certificate: from(certificate),
    privateKey: from(privateKey),
  });
  const material = organisationLayout(organizations, member);
  return {
    ledger: source.ledger,
    channel: topology.channel,
    chaincode: topology.chaincode.name,
    member: { code: member.code, mspId: member.mspId, name: member.name, collection: member.collection },
    members: topology.members.map(({ code, mspId, collection }) => ({ code, mspId, collection })),
    peer: endpoint(member),
    gatewayIdentity: identity(material.gateway),
    adminIdentity: identity(material.admin),
    gatewayTls: identity(material.gateway.tls),
    peers: topology.members.map((each) => ({ code: each.code, mspId: each.mspId, ...endpoint(each) })),
  };
}
