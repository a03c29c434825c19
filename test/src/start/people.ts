import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@origin-ledger/model';
import {
  exportSigningKey,
  importSigningKey,
  newSigningKey,
  type ExportedKey,
  type HolderKey,
} from '@origin-ledger/sdk';
import type { World } from '../support/world.js';

/** Who takes part in the demonstration, and where their keys lie. */
export interface People {
  readonly officer: HolderKey;
  readonly customs: HolderKey;
  readonly exporter: HolderKey;
  /** Key files by holder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Makes and registers the demonstration's keys on the first start; the next start finds them. */
export async function enrolPeople(world: World, directory: string): Promise<People> {
  const folder = join(directory, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files: Record<string, string> = {};
  const enrol = async (holder: string, role: Role): Promise<HolderKey> => {
    const file = join(folder, `${holder.replace(':', '-')}.json`);
    files[holder] = file;
    if (existsSync(file)) {
      const key = await importSigningKey(JSON.parse(readFileSync(file, 'utf8')) as ExportedKey);
      if (await world.isRegistered(key)) return key;
      await world.register(key, [role]);
      return key;
    }
    const key = await newSigningKey({ holder });
    // Written before it is registered: a key that is lost between the two could never be used.
    writeFileSync(file, `${JSON.stringify(await exportSigningKey(key), undefined, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    await world.register(key, [role]);
    return key;
  };
  const officer = await enrol('VN:officer-1', 'signatory');
  const customs = await enrol('SG:officer-1', 'customs');
  const exporter = await enrol('VN:exporter-0117', 'exporter');
  return { officer, customs, exporter, files };
}
