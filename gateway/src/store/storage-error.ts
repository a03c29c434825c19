import { OriginError } from '@origin-ledger/model';

/** SQLite's codes for a store that takes no more, by page limit or by disk. */
const FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE']);

/** The store's own failure as one of our errors; anything else unchanged. */
export function storageError(error: unknown): unknown {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === 'string' && FULL.has(code)
    ? new OriginError('STORAGE_FULL', { stage: 'store', cause: error })
    : error;
}
