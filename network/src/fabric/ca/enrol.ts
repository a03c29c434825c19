import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { organisationLayout } from '../../identity/layout.js';
import { nodeOrganisationalUnits, type OrganisationFile } from '../../identity/organisation-files.js';
import { memberAddress, type Member } from '../../topology/topology.js';
import type { FabricContext } from '../fabric-context.js';
import { runCommand } from '../process/run-command.js';
import { authorityName } from './authority.js';
import { authorityRoot, caServerRoot } from './ca-service.js';
import { enrolments, type Enrolment } from './enrolments.js';
import { ensureSecrets } from './secrets.js';
import { endpoint } from '../../topology/endpoint.js';

/** A certificate with its key, both in PEM. */
export interface Enrolled {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Has a member's CA certify everything the member needs, and lays it out as Fabric's cryptogen does. */
export async function enrolledOrganisationFiles(
  context: FabricContext,
  member: Member,
): Promise<readonly OrganisationFile[]> {
  const layout = organisationLayout('', member);
  const [root, tlsRoot] = await Promise.all([
    authorityRoot(context, member, 'ca'),
    authorityRoot(context, member, 'tlsca'),
  ]);
  const open = (path: string, content: string): OrganisationFile => ({ path, content, secret: false });
  const mspFolder = (msp: string): readonly OrganisationFile[] => [
    open(join(msp, 'cacerts', basename(layout.caCertificate)), root),
    open(join(msp, 'tlscacerts', basename(layout.tlsCaCertificate)), tlsRoot),
    open(join(msp, 'config.yaml'), nodeOrganisationalUnits(basename(layout.caCertificate))),
  ];
  const files: OrganisationFile[] = [
    open(layout.caCertificate, root),
    open(layout.tlsCaCertificate, tlsRoot),
    open(join(layout.ordererOrganisation, 'ca', basename(layout.caCertificate)), root),
    open(join(layout.ordererOrganisation, 'tlsca', basename(layout.tlsCaCertificate)), tlsRoot),
    ...mspFolder(join(layout.peerOrganisation, 'msp')),
    ...mspFolder(join(layout.ordererOrganisation, 'msp')),
  ];
  for (const each of enrolments(context.topology, member)) {
    const made = await enrol(context, member, each);
    files.push(open(each.certificate, made.certificate), {
      path: each.privateKey,
      content: made.privateKey,
      secret: true,
    });
    if (each.msp !== undefined) files.push(...mspFolder(each.msp));
    if (each.rootCertificate !== undefined) files.push(open(each.rootCertificate, tlsRoot));
  }
  return files;
}

/** Has Fabric's CA client make a key, and the member's CA a certificate for it. */
export async function enrol(context: FabricContext, member: Member, wanted: Enrolment): Promise<Enrolled> {
  const folder = context.layout.ca(member);
  const secrets = await ensureSecrets(folder, context.topology, member);
  await mkdir(join(folder, 'enrolling'), { recursive: true, mode: 0o700 });
  const home = await mkdtemp(join(folder, 'enrolling', 'identity-'));
  try {
    await runCommand({
      command: context.binaries['fabric-ca-client'],
      args: [
        'enroll',
        '--url',
        caUrl(context, member, `${encodeURIComponent(wanted.name)}:${secrets[wanted.name] ?? ''}@`),
        '--caname',
        authorityName(member, wanted.authority),
        '--home',
        home,
        '--mspdir',
        'msp',
        '--tls.certfiles',
        caServerRoot(context, member),
        '--csr.cn',
        wanted.commonName,
        '--csr.names',
        `C=${member.country},O=${member.domain}`,
        '--csr.hosts',
        wanted.hosts.join(','),
        ...(wanted.authority === 'tlsca' ? ['--enrollment.profile', 'tls'] : []),
        '--loglevel',
        'error',
      ],
    });
    return {
      certificate: await onlyFile(join(home, 'msp', 'signcerts')),
      privateKey: await onlyFile(join(home, 'msp', 'keystore')),
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Where a member's CA is reached. */
export function caUrl(context: FabricContext, member: Member, login = ''): string {
  return `https://${login}${endpoint(memberAddress(context.topology, member), member.ca.port)}`;
}

async function onlyFile(folder: string): Promise<string> {
  const [name] = (await readdir(folder)).filter((each) => !each.startsWith('Issuer'));
  return readFile(join(folder, name ?? ''), 'utf8');
}
