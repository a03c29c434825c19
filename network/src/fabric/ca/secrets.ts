import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Member, Topology } from '../../topology/topology.js';
import { enrolments, REGISTRAR } from './enrolments.js';

/** Passwords of a CA's identities, by name. They stand beside the authority's key, readable by the owner only. */
export type CaSecrets = Readonly<Record<string, string>>;

const SECRET_BYTES = 24;

/** The passwords of a member's identities: made once, and for a new kind of identity when it comes. */
export async function ensureSecrets(folder: string, topology: Topology, member: Member): Promise<CaSecrets> {
  const path = join(folder, 'secrets.json');
  const stored = await readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as CaSecrets,
    (): CaSecrets => ({}),
  );
  const names = [REGISTRAR, ...enrolments(topology, member).map(({ name }) => name)];
  const secrets = Object.fromEntries(
    names.map((name) => [name, stored[name] ?? randomBytes(SECRET_BYTES).toString('base64url')]),
  );
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
