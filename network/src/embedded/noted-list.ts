import { readFile } from 'node:fs/promises';
import { NetworkError } from '../network-error.js';
import { writeWhole } from './core/private-files.js';

/** A list the ledger keeps beside its blocks; none yet is an empty one. @throws NetworkError `DATA_FORMAT` */
export async function readNoted<T>(path: string): Promise<readonly T[]> {
  const text = await readFile(path, 'utf8').catch(() => '[]');
  try {
    return JSON.parse(text) as readonly T[];
  } catch (cause) {
    throw new NetworkError('DATA_FORMAT', `${path} is not what the ledger wrote.`, { cause });
  }
}

/** Durable, and there as a whole or as it was before. */
export async function writeNoted(path: string, entries: readonly unknown[]): Promise<void> {
  await writeWhole(path, `${JSON.stringify(entries, undefined, 2)}\n`);
}
