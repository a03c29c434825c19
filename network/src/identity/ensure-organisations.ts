import { randomBytes } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Member, Topology } from '../topology/topology.js';
import { organisationLayout } from './layout.js';
import type { OrganisationFile } from './organisation-files.js';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;
const READABLE_FILE = 0o644;

/** Makes the files of one organisation: without any authority's service, or by one. */
export type MakeOrganisation = (member: Member, now: Date) => Promise<readonly OrganisationFile[]>;

/** Only a first start pays for loading the certificate library. */
const makeAlone: MakeOrganisation = async (member, now) =>
  (await import('./organisation-files.js')).newOrganisationFiles(member, now);

/**
 * Makes the certificates and keys of every organisation that has none yet below `organizations`.
 *
 * What exists is never touched. An organisation appears whole or not at all: it is written aside and moved into place,
 * its `peerOrganizations` folder last.
 */
export async function ensureOrganisations(
  organizations: string,
  topology: Topology,
  make: MakeOrganisation = makeAlone,
): Promise<void> {
  const missing: Member[] = [];
  for (const member of topology.members) {
    if (!(await exists(organisationLayout(organizations, member).peerOrganisation))) missing.push(member);
  }
  if (missing.length === 0) return;
  await mkdir(organizations, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const aside = join(organizations, `.making-${randomBytes(8).toString('hex')}`);
  try {
    const now = new Date();
    await Promise.all(
      missing.map(async (member) => {
        for (const file of await make(member, now)) {
          await write(join(aside, file.path), file.content, file.secret ? OWNER_ONLY_FILE : READABLE_FILE);
        }
      }),
    );
    for (const member of missing) await moveIntoPlace(aside, organizations, member);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function moveIntoPlace(aside: string, organizations: string, member: Member): Promise<void> {
  const made = organisationLayout(aside, member);
  const wanted = organisationLayout(organizations, member);
  for (const [from, to] of [
    [made.ordererOrganisation, wanted.ordererOrganisation],
    [made.peerOrganisation, wanted.peerOrganisation],
  ] as const) {
    await mkdir(dirname(to), { recursive: true, mode: OWNER_ONLY_FOLDER });
    // A start that was killed between the two moves left the first one.
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  }
}

async function write(path: string, content: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
