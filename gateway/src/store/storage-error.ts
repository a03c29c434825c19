import { OriginError, type ErrorCode } from '@origin-ledger/model';

/** What can be wrong with a store, by code of the one registry. */
export type StorageFault = Extract<ErrorCode, `STORAGE_${string}`>;

/** SQLite's codes for a store that takes no more, by page limit or by disk. */
const FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE']);
/** Of other codes the beginnings, since SQLite goes on with what exactly it met. */
const KINDS: readonly (readonly [beginning: string, fault: StorageFault])[] = [
  ['SQLITE_BUSY', 'STORAGE_BUSY'],
  ['SQLITE_LOCKED', 'STORAGE_BUSY'],
  ['SQLITE_CORRUPT', 'STORAGE_DAMAGED'],
  ['SQLITE_NOTADB', 'STORAGE_DAMAGED'],
  ['SQLITE_IOERR', 'STORAGE_FAILED'],
  ['SQLITE_READONLY', 'STORAGE_FAILED'],
  ['SQLITE_CANTOPEN', 'STORAGE_FAILED'],
];
const OTHER_TABLES = /^no such (?:table|column)|has no column named/;

/** Which fault of the store this is; undefined: none of SQLite's. */
export function storageFault(error: unknown): StorageFault | undefined {
  const { code, message } = error instanceof Error ? (error as Error & { readonly code?: unknown }) : {};
  if (typeof code !== 'string') return undefined;
  if (FULL.has(code)) return 'STORAGE_FULL';
  if (code === 'SQLITE_ERROR' && OTHER_TABLES.test(message ?? '')) return 'STORAGE_SCHEMA';
  return KINDS.find(([beginning]) => code.startsWith(beginning))?.[1];
}

/** The store's own failure as one of our errors; anything else unchanged. */
export function storageError(error: unknown): unknown {
  const fault = storageFault(error);
  return fault === undefined ? error : new OriginError(fault, { stage: 'store', cause: error });
}
