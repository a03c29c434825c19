import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { caServerRoot } from '../fabric/ca/ca-service.js';
import type { FabricContext } from '../fabric/fabric-context.js';
import { openAuthority, type Credentials, type Lifetime } from '../identity/authority.js';
import { organisationLayout } from '../identity/layout.js';
import { subjectOf, type Role } from '../identity/organisation-files.js';
import type { Member } from '../topology/topology.js';

export type { Credentials, Lifetime, Role };

/** What a member's own authority is to certify, although no network asks for it. */
export interface Wanted {
  readonly commonName: string;
  /** Its role, or whatever organisational units, in one relative name. */
  readonly role: Role | readonly string[];
  /** Not before the authority's own certificate counts: no peer would take it. */
  readonly lifetime?: Lifetime;
}

/** The authority by which a member of the embedded ledger certifies its identities. */
export async function embeddedAuthority(organizations: string, member: Member): Promise<Credentials> {
  const { caCertificate, caKey } = organisationLayout(organizations, member);
  const [certificate, privateKey] = await Promise.all([
    readFile(caCertificate, 'utf8'),
    readFile(caKey, 'utf8'),
  ]);
  return { certificate, privateKey };
}

/** The same of a member of a Fabric network: its CA server keeps several keys, by names that say nothing. */
export async function fabricAuthority(context: FabricContext, member: Member): Promise<Credentials> {
  const certificate = await readFile(caServerRoot(context, member), 'utf8');
  const keys = join(context.layout.ca(member), 'msp', 'keystore');
  const root = new X509Certificate(certificate);
  for (const name of (await readdir(keys)).filter((each) => each.endsWith('_sk'))) {
    const privateKey = await readFile(join(keys, name), 'utf8');
    if (root.checkPrivateKey(createPrivateKey(privateKey))) return { certificate, privateKey };
  }
  throw new RangeError(`no key of the authority of ${member.code}`);
}

/** A new key, certified by a member's authority. */
export async function certify(made: Credentials, member: Member, wanted: Wanted): Promise<Credentials> {
  const authority = await openAuthority(made, new Date());
  return authority.signing(subjectOf(member, wanted.commonName, wanted.role), wanted.lifetime);
}

/** When an authority's certificate begins to count: none of its own may begin earlier. */
export function countsFrom({ certificate }: Credentials): Date {
  return new Date(new X509Certificate(certificate).validFrom);
}
