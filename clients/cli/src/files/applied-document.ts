import type { AppliedDocument } from '@origin-ledger/sdk';
import { UsageError } from '../usage-error.js';
import { readJsonFile } from './json-file.js';

/**
 * A document as its exporter states it, complete or not.
 * @param departure what stands in place of the departure it states, or leaves open
 * @throws UsageError
 */
export function readAppliedDocument(file: string, departure: string | undefined): AppliedDocument {
  const value = readJsonFile(file);
  if (!isObject(value)) throw new UsageError(`${file} holds no document: it is no JSON object`);
  if (departure === undefined) return value;
  const { transport } = value;
  return { ...value, transport: { ...(isObject(transport) ? transport : {}), departure } };
}

const isObject = (value: unknown): value is AppliedDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
