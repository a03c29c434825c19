import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeListsOf, type CodeLists } from '@origin-ledger/model';

/**
 * The code lists in the folder `ORIGIN_CODE_LISTS` names: `hs2022.csv`, and `locode/<COUNTRY>.csv`. The project
 * does not ship them.
 */
export function codeLists(folder = process.env['ORIGIN_CODE_LISTS']): Required<Pick<CodeLists, 'hs' | 'ports'>> | undefined {
  if (folder === undefined) return undefined;
  const locode = join(folder, 'locode');
  const { hs = new Set(), ports = new Set() } = codeListsOf({
    hs: readFileSync(join(folder, 'hs2022.csv'), 'utf8'),
    locode: existsSync(locode) ? readdirSync(locode).map((file) => readFileSync(join(locode, file), 'utf8')) : [],
  });
  return { hs, ports };
}
