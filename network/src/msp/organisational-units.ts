const UNIT = 'OU=';

/**
 * The organisational units of a certificate's subject, as Fabric reads them: a list for each relative name that holds
 * any, since several may stand in one (`OU=admin + OU=customs`: Fabric's CA writes affiliations so).
 * @param subject as Node prints it: a relative name a line, its parts joined by ` + `, values escaped by RFC 2253
 */
export function unitsByName(subject: string): readonly (readonly string[])[] {
  return subject
    .split('\n')
    .map((name) => name.split(' + ').filter((part) => part.startsWith(UNIT)))
    .filter((units) => units.length > 0)
    .map((units) => units.map((unit) => withoutEscapes(unit.slice(UNIT.length))));
}

/** All of them: each counts by itself, wherever it stands. */
export const organisationalUnits = (subject: string): readonly string[] => unitsByName(subject).flat();

const withoutEscapes = (value: string): string =>
  value.replaceAll(/\\([0-9A-F]{2}|.)/gsu, (_escape, what: string) =>
    what.length === 2 ? String.fromCharCode(Number.parseInt(what, 16)) : what,
  );
