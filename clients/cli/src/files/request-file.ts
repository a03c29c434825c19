import { join } from 'node:path';
import type { PreparedRequest } from '@origin-ledger/sdk';
import { UsageError } from '../usage-error.js';
import { jsonText, readJsonFile, writeNewFile } from './json-file.js';

/**
 * Keeps a signed request whose outcome is not known, so that the very same one can be sent again. It carries
 * documents: only its owner may read it.
 */
export function keepRequest(directory: string, prepared: PreparedRequest): string {
  const file = join(directory, `${prepared.id.split('.')[1] ?? ''}.request.json`);
  writeNewFile(file, jsonText(prepared), 0o600);
  return file;
}

/** @throws UsageError when the file holds no request */
export function readRequestFile(file: string): PreparedRequest {
  const value = readJsonFile(file);
  if (!isPrepared(value)) throw new UsageError(`${file} holds no signed request`);
  return value;
}

function isPrepared(value: unknown): value is PreparedRequest {
  if (typeof value !== 'object' || value === null) return false;
  const { id, request, parcels, references } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof request === 'string' && isTexts(parcels) && isTexts(references);
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
