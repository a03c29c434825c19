import type { CodeLists } from './rules/document-input.js';

/**
 * Code lists of the files members keep: HS 2022 as `section,hscode,…`, of which the codes of six digits count, and
 * UN/LOCODE as its publisher's CSV, one country a file. Which of them there are is the member's affair: a country
 * without a file is not judged.
 * @example
 * const lists = codeListsOf({ hs: readFileSync('hs2022.csv', 'utf8'), locode: [] });
 */
export function codeListsOf({
  hs,
  locode,
}: {
  readonly hs?: string;
  readonly locode: readonly string[];
}): CodeLists {
  const ports = locode.flatMap((text) =>
    [...text.matchAll(/^[^,]*,"(\w{2})","(\w{3})"/gm)].map(([, country = '', place = '']) => country + place),
  );
  return {
    ...(hs === undefined ? {} : { hs: new Set(hs.match(/(?<=^[^,]*,)\d{6}(?=,)/gm) ?? []) }),
    ...(ports.length === 0 ? {} : { ports: new Set(ports) }),
  };
}

/** Whether a list says that there is no such port: it has ports of that country, and not this one. */
export function isUnknownPort(port: string, { ports }: CodeLists): boolean {
  if (ports === undefined || ports.has(port)) return false;
  const country = port.slice(0, 2);
  for (const known of ports) if (known.startsWith(country)) return true;
  return false;
}
