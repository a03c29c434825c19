import { basename, join, relative } from 'node:path';
import { contractHost, ordererHost, peerHost, type Member } from '../topology/topology.js';
import { newAuthority, type Credentials, type Subject, type TlsNames } from './authority.js';
import { organisationLayout, type MspPaths, type TlsPaths } from './layout.js';

/** One file of an organisation's material, by its path below `organizations`. */
export interface OrganisationFile {
  readonly path: string;
  readonly content: string;
  /** Private keys are readable by the owner only. */
  readonly secret: boolean;
}

export type Role = 'admin' | 'client' | 'peer' | 'orderer';

/** How a member's certificates name whom they are for. */
export function subjectOf(member: Member, commonName: string, unit?: Role | readonly string[]): Subject {
  return {
    commonName,
    country: member.country,
    organisation: member.domain,
    ...(unit === undefined ? {} : { unit }),
  };
}

/** Makes everything one organisation needs: its authorities, and certificates of its peer, orderer, contract and users. */
export async function newOrganisationFiles(member: Member, now: Date): Promise<readonly OrganisationFile[]> {
  const layout = organisationLayout('', member);
  const subject = (commonName: string, unit?: Role): Subject => subjectOf(member, commonName, unit);
  const [ca, tlsCa] = await Promise.all([
    newAuthority(subject(`ca.${member.domain}`), now),
    newAuthority(subject(`tlsca.${member.domain}`), now),
  ]);

  const mspFolder = (msp: string): readonly OrganisationFile[] => [
    open(join(msp, 'cacerts', basename(layout.caCertificate)), ca.credentials.certificate),
    open(join(msp, 'tlscacerts', basename(layout.tlsCaCertificate)), tlsCa.credentials.certificate),
    open(join(msp, 'config.yaml'), nodeOrganisationalUnits(basename(layout.caCertificate))),
  ];
  const identity = async (
    paths: MspPaths,
    name: string,
    role: Role,
  ): Promise<readonly OrganisationFile[]> => {
    const made = await ca.signing(subject(name, role));
    return [
      ...mspFolder(paths.msp),
      open(paths.certificate, made.certificate),
      secret(paths.privateKey, made.privateKey),
    ];
  };
  const tls = async (
    paths: TlsPaths,
    name: string,
    names: TlsNames,
  ): Promise<readonly OrganisationFile[]> => {
    const made = await tlsCa.tls(subject(name), names);
    return [
      open(paths.rootCertificate, tlsCa.credentials.certificate),
      open(paths.certificate, made.certificate),
      secret(paths.privateKey, made.privateKey),
    ];
  };
  const node = (name: string): TlsNames => ({ dns: [name, 'localhost'], ip: ['127.0.0.1'] });
  const user = (name: string): TlsNames => ({ dns: [name], ip: [] });

  const files = await Promise.all([
    identity(layout.peer, peerHost(member), 'peer'),
    tls(layout.peer.tls, peerHost(member), node(peerHost(member))),
    identity(layout.orderer, ordererHost(member), 'orderer'),
    tls(layout.orderer.tls, ordererHost(member), node(ordererHost(member))),
    identity(layout.admin, `Admin@${member.domain}`, 'admin'),
    tls(layout.admin.tls, `Admin@${member.domain}`, user(`admin.${member.domain}`)),
    identity(layout.gateway, `Gateway@${member.domain}`, 'client'),
    tls(layout.gateway.tls, `Gateway@${member.domain}`, node(`gateway.${member.domain}`)),
    tls(layout.contractServer, contractHost(member), node(contractHost(member))),
    tls(layout.contractClient, peerHost(member), node(peerHost(member))),
  ]);
  return [
    ...authority(layout.caCertificate, layout.caKey, ca.credentials),
    ...authority(layout.tlsCaCertificate, layout.tlsCaKey, tlsCa.credentials),
    // Osnadmin and configtxgen look for the orderers' authorities beside the orderers; keys stay in one place.
    open(
      join(layout.ordererOrganisation, 'tlsca', basename(layout.tlsCaCertificate)),
      tlsCa.credentials.certificate,
    ),
    open(join(layout.ordererOrganisation, 'ca', basename(layout.caCertificate)), ca.credentials.certificate),
    ...mspFolder(join(layout.peerOrganisation, 'msp')),
    ...mspFolder(join(layout.ordererOrganisation, 'msp')),
    ...files.flat(),
  ].map((file) => ({ ...file, path: relative('', file.path) }));
}

const open = (path: string, content: string): OrganisationFile => ({ path, content, secret: false });
const secret = (path: string, content: string): OrganisationFile => ({ path, content, secret: true });

function authority(certificate: string, key: string, made: Credentials): readonly OrganisationFile[] {
  return [open(certificate, made.certificate), secret(key, made.privateKey)];
}

/** The MSP's `config.yaml`: the role of an identity comes from its certificate's organisational unit. */
export function nodeOrganisationalUnits(caFile: string): string {
  const identifier = (name: string, unit: Role): string =>
    `  ${name}OUIdentifier:\n    Certificate: cacerts/${caFile}\n    OrganizationalUnitIdentifier: ${unit}\n`;
  return (
    'NodeOUs:\n  Enable: true\n' +
    identifier('Client', 'client') +
    identifier('Peer', 'peer') +
    identifier('Admin', 'admin') +
    identifier('Orderer', 'orderer')
  );
}
