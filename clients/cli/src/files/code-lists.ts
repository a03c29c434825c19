import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeListsOf, type CodeLists } from '@origin-ledger/model';
import { UsageError } from '../usage-error.js';

/**
 * The code lists in a folder: `hs2022.csv` and `locode/<COUNTRY>.csv`, each where it is there.
 * @throws UsageError when the folder cannot be read, or holds none
 */
export function readCodeLists(folder: string): CodeLists {
  const hs = join(folder, 'hs2022.csv');
  const locode = join(folder, 'locode');
  try {
    const lists = codeListsOf({
      ...(existsSync(hs) ? { hs: readFileSync(hs, 'utf8') } : {}),
      locode: existsSync(locode)
        ? readdirSync(locode).map((file) => readFileSync(join(locode, file), 'utf8'))
        : [],
    });
    if (Object.keys(lists).length > 0) return lists;
  } catch (cause) {
    throw new UsageError(`${folder}: the code lists cannot be read`, { cause });
  }
  throw new UsageError(`${folder} holds neither hs2022.csv nor locode`);
}
