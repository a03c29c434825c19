import { statSync } from 'node:fs';
import { OriginError } from '@origin-ledger/model';
import { exportSigningKey, importSigningKey, type ExportedKey, type HolderKey } from '@origin-ledger/sdk';
import { UsageError } from '../usage-error.js';
import { jsonText, readJsonFile, writeNewFile } from './json-file.js';

/** @throws UsageError when the file is no key, or a key that others may read too */
export async function readKeyFile(file: string): Promise<HolderKey> {
  const value = readJsonFile(file);
  // Windows has no such bits: whatever it says here means nothing.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new UsageError(
      `${file} may be read by others: "chmod 600 ${file}", and a new key if somebody may have read it`,
    );
  try {
    // Whatever the file holds: importing checks every member.
    return await importSigningKey(value as ExportedKey);
  } catch (error) {
    const boxes = error instanceof OriginError ? `: ${error.message}` : '';
    throw new UsageError(`${file} is no key made by "co keys new"${boxes}`, { cause: error });
  }
}

/** Writes a key so that only its owner may read it. */
export async function writeKeyFile(file: string, key: HolderKey): Promise<void> {
  writeNewFile(file, jsonText(await exportSigningKey(key)), 0o600);
}
