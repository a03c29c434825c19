import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_FOLDER = 0o700;
const OWNER_FILE = 0o600;
/** What SQLite keeps beside a store; it makes them as readable as the store is. */
const BESIDE = ['', '-wal', '-shm'] as const;

/**
 * Makes a store's file, before anything is written into it, and whatever lies beside it readable by its owner alone,
 * whoever made its folder. A folder that holds nothing yet becomes the owner's alone, too; one that holds other things
 * may be meant for others.
 */
export function makePrivate(file: string): void {
  const folder = dirname(file);
  const made = mkdirSync(folder, { recursive: true, mode: OWNER_FOLDER });
  if (made === undefined && readdirSync(folder).length === 0) chmodSync(folder, OWNER_FOLDER);
  closeSync(openSync(file, 'a', OWNER_FILE));
  for (const suffix of BESIDE) if (existsSync(file + suffix)) chmodSync(file + suffix, OWNER_FILE);
}
