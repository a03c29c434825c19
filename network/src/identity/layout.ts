import { join } from 'node:path';
import { contractHost, ordererHost, peerHost, type Member } from '../topology/topology.js';

/** Where an MSP folder, its signing certificate and its key lie. */
export interface MspPaths {
  readonly msp: string;
  readonly certificate: string;
  readonly privateKey: string;
}

/** Where TLS material of one process or user lies. */
export interface TlsPaths {
  readonly rootCertificate: string;
  readonly certificate: string;
  readonly privateKey: string;
}

/** The files of one organisation, laid out as Fabric's cryptogen does, below `organizations`. */
export interface OrganisationLayout {
  readonly peerOrganisation: string;
  readonly ordererOrganisation: string;
  readonly caCertificate: string;
  readonly caKey: string;
  readonly tlsCaCertificate: string;
  readonly tlsCaKey: string;
  readonly peer: MspPaths & Readonly<{ tls: TlsPaths }>;
  readonly orderer: MspPaths & Readonly<{ tls: TlsPaths }>;
  readonly admin: MspPaths & Readonly<{ tls: TlsPaths }>;
  readonly gateway: MspPaths & Readonly<{ tls: TlsPaths }>;
  /** Server certificate of the member's contract service. */
  readonly contractServer: TlsPaths;
  /** Client certificate with which the member's peer calls the contract service. */
  readonly contractClient: TlsPaths;
}

/** Paths of a member's material below the folder `organizations`. */
export function organisationLayout(organizations: string, member: Member): OrganisationLayout {
  const { domain } = member;
  const peerOrganisation = join(organizations, 'peerOrganizations', domain);
  const ordererOrganisation = join(organizations, 'ordererOrganizations', domain);
  const user = (name: string): MspPaths & { tls: TlsPaths } => {
    const folder = join(peerOrganisation, 'users', `${name}@${domain}`);
    return { ...mspPaths(folder, `${name}@${domain}`), tls: tlsPaths(join(folder, 'tls'), 'client') };
  };
  const peer = join(peerOrganisation, 'peers', peerHost(member));
  const orderer = join(ordererOrganisation, 'orderers', ordererHost(member));
  const contract = join(peerOrganisation, 'contracts', contractHost(member));
  return {
    peerOrganisation,
    ordererOrganisation,
    caCertificate: join(peerOrganisation, 'ca', `ca.${domain}-cert.pem`),
    caKey: join(peerOrganisation, 'ca', 'priv_sk'),
    tlsCaCertificate: join(peerOrganisation, 'tlsca', `tlsca.${domain}-cert.pem`),
    tlsCaKey: join(peerOrganisation, 'tlsca', 'priv_sk'),
    peer: { ...mspPaths(peer, peerHost(member)), tls: tlsPaths(join(peer, 'tls'), 'server') },
    orderer: { ...mspPaths(orderer, ordererHost(member)), tls: tlsPaths(join(orderer, 'tls'), 'server') },
    admin: user('Admin'),
    gateway: user('Gateway'),
    contractServer: tlsPaths(join(contract, 'tls'), 'server'),
    contractClient: tlsPaths(join(contract, 'peer'), 'client'),
  };
}

function mspPaths(folder: string, name: string): MspPaths {
  const msp = join(folder, 'msp');
  return {
    msp,
    certificate: join(msp, 'signcerts', `${name}-cert.pem`),
    privateKey: join(msp, 'keystore', 'priv_sk'),
  };
}

function tlsPaths(folder: string, kind: 'server' | 'client'): TlsPaths {
  return {
    rootCertificate: join(folder, 'ca.crt'),
    certificate: join(folder, `${kind}.crt`),
    privateKey: join(folder, `${kind}.key`),
  };
}
