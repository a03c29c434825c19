import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { organisationLayout, type OrganisationLayout } from '../../identity/layout.js';
import { nodeOrganisationalUnits } from '../../identity/organisation-files.js';
import { NetworkError } from '../../network-error.js';
import type { Member } from '../../topology/topology.js';
import { materialOf, type FabricContext } from '../fabric-context.js';

/** What the other members must have of one: where it is, its authorities, its orderer's certificates. No key. */
export interface PublicPart {
  readonly member: Member;
  readonly certificates: Readonly<Record<CertificateName, string>>;
}

const CERTIFICATES = {
  authority: ({ caCertificate }: OrganisationLayout) => caCertificate,
  tlsAuthority: ({ tlsCaCertificate }: OrganisationLayout) => tlsCaCertificate,
  orderer: ({ orderer }: OrganisationLayout) => orderer.certificate,
  ordererTls: ({ orderer }: OrganisationLayout) => orderer.tls.certificate,
} as const;
type CertificateName = keyof typeof CERTIFICATES;
const NAMES = Object.keys(CERTIFICATES) as readonly CertificateName[];
const PEM = /^-----BEGIN CERTIFICATE-----\n[\w+/=\n]+\n-----END CERTIFICATE-----\n$/u;

/** A member's public part, from what its authority has certified. */
export async function publicPart(context: FabricContext, member: Member): Promise<PublicPart> {
  const material = materialOf(context, member);
  const read = NAMES.map(
    async (name) => [name, await readFile(CERTIFICATES[name](material), 'utf8')] as const,
  );
  return { member, certificates: Object.fromEntries(await Promise.all(read)) as PublicPart['certificates'] };
}

/** What two operators read to each other, to know that they have the same. */
export function digestOf(contents: string | Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}

/** The text of a public part, the same for everybody. */
export const publicPartText = (part: PublicPart): string => `${JSON.stringify(part, undefined, 2)}\n`;

/** @throws NetworkError `PART_DIFFERS` for a text that is no public part. The member is checked with its topology. */
export function parsePublicPart(text: string): PublicPart {
  const { member, certificates } = parsed(text) as Partial<PublicPart>;
  if (member === undefined || certificates === undefined) throw noPart('member or certificates are missing');
  const wrong = NAMES.filter((name) => !isCertificate(certificates[name]));
  if (wrong.length > 0) throw noPart(`${wrong.join(', ')} is no certificate`);
  return { member, certificates };
}

/**
 * Puts another member's public part where Fabric's programs look for it.
 *
 * @throws NetworkError `PART_DIFFERS` when another one stands there: nobody's authority changes by a file.
 */
export async function writePublicPart(
  organizations: string,
  { member, certificates }: PublicPart,
): Promise<void> {
  const layout = organisationLayout(organizations, member);
  for (const name of NAMES) {
    const present = await readFile(CERTIFICATES[name](layout), 'utf8').catch(() => certificates[name]);
    if (present !== certificates[name]) {
      throw new NetworkError('PART_DIFFERS', `There is another ${name} of ${member.code} here already.`);
    }
  }
  const { authority, tlsAuthority } = certificates;
  const msps = [layout.peerOrganisation, layout.ordererOrganisation].map((folder) => join(folder, 'msp'));
  const files: (readonly [string, string])[] = NAMES.map((name) => [
    CERTIFICATES[name](layout),
    certificates[name],
  ]);
  for (const msp of msps) {
    files.push(
      [join(msp, 'cacerts', basename(layout.caCertificate)), authority],
      [join(msp, 'tlscacerts', basename(layout.tlsCaCertificate)), tlsAuthority],
      [join(msp, 'config.yaml'), nodeOrganisationalUnits(basename(layout.caCertificate))],
    );
  }
  for (const [path, content] of files) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, content);
    await rename(`${path}.new`, path);
  }
}

/** Whether a member's public part is here. */
export async function hasPublicPart(context: FabricContext, member: Member): Promise<boolean> {
  return publicPart(context, member).then(
    () => true,
    () => false,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noPart('it is no JSON');
  }
}

const isCertificate = (value: unknown): boolean => typeof value === 'string' && PEM.test(value);

const noPart = (reason: string): NetworkError =>
  new NetworkError('PART_DIFFERS', `This is no member's public part: ${reason}.`);
