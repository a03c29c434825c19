import { organisationLayout } from '../../identity/layout.js';
import {
  contractHost,
  memberAddress,
  ordererHost,
  peerHost,
  type Member,
  type Topology,
} from '../../topology/topology.js';
import type { Authority } from './authority.js';

/** The one identity of a CA that registers and revokes others. */
export const REGISTRAR = 'registrar';

/** One certificate a member needs, and where it goes. */
export interface Enrolment {
  readonly authority: Authority;
  /** Name at the CA. */
  readonly name: string;
  /** Fabric CA writes it into the certificate's organisational unit, from which Fabric reads the role. */
  readonly type: 'client' | 'peer' | 'orderer' | 'admin';
  readonly commonName: string;
  /** Names and addresses in the certificate. */
  readonly hosts: readonly string[];
  readonly certificate: string;
  readonly privateKey: string;
  /** The MSP folder of a signing identity. */
  readonly msp?: string;
  /** Where the root of a TLS certificate goes. */
  readonly rootCertificate?: string;
}

/** Every certificate of a member: four signing identities and six for TLS. Paths are below `organizations`. */
export function enrolments(topology: Topology, member: Member, organizations = ''): readonly Enrolment[] {
  const layout = organisationLayout(organizations, member);
  const { domain } = member;
  const node = (host: string): readonly string[] => [
    ...new Set([host, 'localhost', '127.0.0.1', memberAddress(topology, member)]),
  ];
  // Without a name of its own, the CA client writes the machine's into the certificate.
  const signing = (
    name: string,
    type: Enrolment['type'],
    host: string,
    { msp, certificate, privateKey }: (typeof layout)['peer'] | (typeof layout)['admin'],
  ): Enrolment => ({
    authority: 'ca',
    name,
    type,
    commonName: name,
    hosts: [host],
    msp,
    certificate,
    privateKey,
  });
  const tls = (
    name: string,
    commonName: string,
    hosts: readonly string[],
    paths: (typeof layout)['contractServer'],
  ): Enrolment => ({ authority: 'tlsca', name, type: 'client', commonName, hosts, ...paths });
  return [
    signing(peerHost(member), 'peer', peerHost(member), layout.peer),
    signing(ordererHost(member), 'orderer', ordererHost(member), layout.orderer),
    signing(`Admin@${domain}`, 'admin', `admin.${domain}`, layout.admin),
    signing(`Gateway@${domain}`, 'client', `gateway.${domain}`, layout.gateway),
    tls(peerHost(member), peerHost(member), node(peerHost(member)), layout.peer.tls),
    tls(ordererHost(member), ordererHost(member), node(ordererHost(member)), layout.orderer.tls),
    tls(`Admin@${domain}`, `Admin@${domain}`, [`admin.${domain}`], layout.admin.tls),
    tls(`Gateway@${domain}`, `Gateway@${domain}`, node(`gateway.${domain}`), layout.gateway.tls),
    tls(contractHost(member), contractHost(member), node(contractHost(member)), layout.contractServer),
    tls(`caller.${domain}`, peerHost(member), node(peerHost(member)), layout.contractClient),
  ];
}
