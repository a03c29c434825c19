import { openSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { UsageError } from '../usage-error.js';

/** @throws UsageError when the file cannot be read or is not JSON */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read`, { cause: error });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file} is not JSON`, { cause: error });
  }
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
    throw new UsageError(exists ? `${file} exists already` : `${file} cannot be written`, { cause: error });
  }
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** JSON for a file: indented, with a final line end. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
