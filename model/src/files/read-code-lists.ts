import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeListsOf } from '../form/code-lists.js';
import type { CodeLists } from '../form/rules/document-input.js';

/** A folder that was named for code lists and has none that can be read. */
export class CodeListsError extends Error {
  override readonly name = 'CodeListsError';
}

/**
 * The code lists in a folder: `hs2022.csv` and `locode/<COUNTRY>.csv`, each where it is there. The project ships none.
 *
 * @throws CodeListsError when the folder cannot be read, or holds none
 * @example
 * const { hs, ports } = readCodeLists('/srv/code-lists');
 */
export function readCodeLists(folder: string): CodeLists {
  const hs = join(folder, 'hs2022.csv');
  const locode = join(folder, 'locode');
  let lists: CodeLists;
  try {
    lists = codeListsOf({
      ...(existsSync(hs) ? { hs: readFileSync(hs, 'utf8') } : {}),
      locode: existsSync(locode)
        ? readdirSync(locode).map((file) => readFileSync(join(locode, file), 'utf8'))
        : [],
    });
  } catch (cause) {
    throw new CodeListsError(`${folder}: the code lists cannot be read`, { cause });
  }
  if (Object.keys(lists).length > 0) return lists;
  throw new CodeListsError(`${folder} holds neither hs2022.csv nor locode`);
}
