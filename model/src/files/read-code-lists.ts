import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeLists } from '../form/rules/document-input.js';
import { CodeListsError, readTable, type CodeListLine } from './code-list-table.js';

export { CodeListsError } from './code-list-table.js';

/**
 * The code lists in a folder, each where it is there: `hs2022.csv` (a column `hscode`), `rec20.csv` and `rec21.csv` (a
 * column `CommonCode` or `Code`, and `Status` where there is one), and `locode/<COUNTRY>.csv` as UN/LOCODE's publisher
 * writes it. Entries marked as deleted count for none. The project ships no list; a country without a file is not judged.
 * @throws CodeListsError naming file and line where a folder or a list cannot be read, or a list has no code or a wrong
 *   one: a list that is read wrongly would refuse what is right
 * @example
 * const { hs, ports } = readCodeLists('/srv/code-lists');
 */
export function readCodeLists(folder: string): CodeLists {
  const file = (name: string): string | undefined => {
    const path = join(folder, name);
    return existsSync(path) ? path : undefined;
  };
  const [hs, rec20, rec21, locode] = ['hs2022.csv', 'rec20.csv', 'rec21.csv', 'locode'].map(file);
  const lists: CodeLists = {
    ...(hs === undefined ? {} : { hs: commodities(hs) }),
    ...(rec20 === undefined ? {} : { units: recommendation(rec20, /^[A-Z0-9]{2,3}$/) }),
    ...(rec21 === undefined ? {} : { packages: recommendation(rec21, /^[A-Z0-9]{2}$/) }),
    ...(locode === undefined ? {} : { ports: places(locode) }),
  };
  if (Object.keys(lists).length > 0) return lists;
  throw new CodeListsError(`${folder} holds none of hs2022.csv, rec20.csv, rec21.csv and locode`);
}

/** The codes of six digits. Points between digits are a spelling; five digits are a leading zero that was lost. */
function commodities(file: string): ReadonlySet<string> {
  const [head, ...lines] = readTable(file);
  const column = columnOf(head, file, ['hscode', 'hs', 'code']);
  return codesOf(file, lines, ({ fields, line }) => {
    const code = (fields[column] ?? '').replaceAll('.', '');
    // Such as TOTAL, in a line that sums up.
    if (!/\d/.test(code)) return undefined;
    if (!/^(\d\d|\d{4}|\d{6})$/.test(code))
      throw new CodeListsError(
        `${file}, line ${line}: column ${column + 1} has no code of 2, 4 or 6 digits; a spreadsheet may have taken its leading zero`,
      );
    return code.length === 6 ? code : undefined;
  });
}

/** Rec 20 and Rec 21 of UN/ECE; status X is deleted, D deprecated. */
function recommendation(file: string, form: RegExp): ReadonlySet<string> {
  const [head, ...lines] = readTable(file);
  const column = columnOf(head, file, ['commoncode', 'common code', 'code']);
  const status = head?.fields.findIndex((name) => name.toLowerCase() === 'status') ?? -1;
  return codesOf(file, lines, ({ fields, line }) => {
    const code = fields[column] ?? '';
    if (!form.test(code)) throw new CodeListsError(`${file}, line ${line}: column ${column + 1} has no code`);
    return ['X', 'D'].includes(fields[status] ?? '') ? undefined : code;
  });
}

/** Change, country, place, …: change X is to be deleted; a line without a place names the country, or the columns. */
function places(folder: string): ReadonlySet<string> {
  const files = listed(folder).filter((name) => name.toLowerCase().endsWith('.csv'));
  if (files.length === 0) throw new CodeListsError(`${folder} holds no file such as SG.csv`);
  return new Set(
    files.flatMap((name) => {
      const file = join(folder, name);
      return [
        ...codesOf(file, readTable(file), ({ fields: [change, country = '', place = ''] }) =>
          change !== 'X' && /^[A-Z]{2}$/.test(country) && /^[A-Z2-9]{3}$/.test(place)
            ? country + place
            : undefined,
        ),
      ];
    }),
  );
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new CodeListsError(`${folder} cannot be read`, { cause });
  }
}

function columnOf(head: CodeListLine | undefined, file: string, names: readonly string[]): number {
  const titles = (head?.fields ?? []).map((title) => title.toLowerCase());
  const column = titles.findIndex((title) => names.includes(title));
  if (column >= 0) return column;
  throw new CodeListsError(`${file}, line 1: no column is called ${names.join(' or ')}`);
}

function codesOf(
  file: string,
  lines: readonly CodeListLine[],
  codeIn: (line: CodeListLine) => string | undefined,
): ReadonlySet<string> {
  const codes = new Set(lines.flatMap((line) => codeIn(line) ?? []));
  if (codes.size === 0) throw new CodeListsError(`${file} has not one code`);
  return codes;
}
