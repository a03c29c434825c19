import { openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from '../usage-error.js';
import { readJsonText } from './json-text.js';

/** @throws UsageError when the file cannot be read or is not JSON, saying why and where */
export function readJsonFile(file: string): unknown {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${whyNot(error)}`, { cause: error });
  }
  const read = readJsonText(bytes);
  if ('fault' in read) throw new UsageError(`${file} ${read.fault}`);
  return read.value;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'you have no right to it',
  EPERM: 'you have no right to it',
  EISDIR: 'it is a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota of disk space is used up',
  ENAMETOOLONG: 'its name is too long',
};

/** What kept the system from reading or writing a file, in words. */
export function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return REASONS[code] ?? code;
}

/**
 * Writes a new file; what is there is never overwritten.
 * @param mode 0o600 for what only its owner may read
 * @throws UsageError
 */
export function writeNewFile(file: string, text: string, mode: number): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', mode);
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new UsageError(exists ? `${file} exists already` : `${file} cannot be written: ${whyNot(error)}`, {
      cause: error,
    });
  }
  try {
    writeFileSync(descriptor, text);
  } catch (error) {
    // Half a file would pass for a whole one, and stand in the way of the next try.
    rmSync(file, { force: true });
    throw new UsageError(`${file} cannot be written: ${whyNot(error)}`, { cause: error });
  } finally {
    closeSync(descriptor);
  }
}

/** JSON for a file: indented, with a final line end. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
