import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CodeLists {
  /** HS 2022 codes of six digits. */
  readonly hs: ReadonlySet<string>;
  /** UN/LOCODE of the members. */
  readonly ports: ReadonlySet<string>;
}

/**
 * The code lists in the folder `ORIGIN_CODE_LISTS` names: `hs2022.csv`, and `locode/<COUNTRY>.csv`. The project
 * does not ship them.
 */
export function codeLists(folder = process.env['ORIGIN_CODE_LISTS']): CodeLists | undefined {
  if (folder === undefined) return undefined;
  const hs = readFileSync(join(folder, 'hs2022.csv'), 'utf8').match(/(?<=^[^,]*,)\d{6}(?=,)/gm) ?? [];
  const ports = readdirSync(join(folder, 'locode')).flatMap((file) =>
    [...readFileSync(join(folder, 'locode', file), 'utf8').matchAll(/^[^,]*,"(\w{2})","(\w{3})"/gm)].map(
      ([, country = '', place = '']) => country + place,
    ),
  );
  return { hs: new Set(hs), ports: new Set(ports) };
}
