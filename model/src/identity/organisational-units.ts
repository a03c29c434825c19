/** What an organisational unit makes of an identity (Fabric's NodeOU). */
export type FabricRole = 'admin' | 'client' | 'peer' | 'orderer';

const ROLES: ReadonlySet<string> = new Set<FabricRole>(['admin', 'client', 'peer', 'orderer']);
const UNIT = 'OU=';

/**
 * The organisational units of a certificate's subject, in their order, as Fabric reads them: each by itself, also where
 * several stand in one relative name (`OU=admin + OU=customs`), and without the escapes of the text.
 * @param subject as Node's `X509Certificate` prints it: a relative name a line, the parts of one joined by ` + `, and
 * line breaks, plus signs and backslashes inside a value escaped (RFC 2253), so that no value passes for a part
 */
export function organisationalUnits(subject: string): string[] {
  return subject
    .split(/\n| \+ /)
    .filter((part) => part.startsWith(UNIT))
    .map((part) => unescaped(part.slice(UNIT.length)));
}

/**
 * The role of an identity, or undefined where Fabric gives it none: a certificate has exactly one unit that names a
 * role, and one that names two, or one twice, is refused by every peer.
 * @param subject see {@link organisationalUnits}
 */
export function roleOf(subject: string): FabricRole | undefined {
  const roles = organisationalUnits(subject).filter((unit): unit is FabricRole => ROLES.has(unit));
  return roles.length === 1 ? roles[0] : undefined;
}

const unescaped = (value: string): string =>
  value.replaceAll(/\\([0-9A-F]{2}|.)/gs, (_escape, what: string) =>
    what.length === 2 ? String.fromCharCode(Number.parseInt(what, 16)) : what,
  );
