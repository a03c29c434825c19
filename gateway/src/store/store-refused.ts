import { errorRegistry, OriginError } from '@origin-ledger/model';
import { storageError, type StorageFault } from './storage-error.js';

/** A store that the gateway does not start with: which file, what is wrong with it, and what to do. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';

  constructor(
    readonly code: StorageFault,
    file: string,
    options: Readonly<{ detail?: string; cause?: unknown }> = {},
  ) {
    const { title, remedy } = errorRegistry[code];
    const detail = options.detail === undefined ? '' : ` (${options.detail})`;
    super(`${code}: ${title}${detail}: ${file}\n  ${remedy}`, { cause: options.cause });
  }
}

/**
 * Runs a step of opening a store.
 * @throws StoreRefused for whatever is wrong with the store itself
 */
export function opening<T>(file: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const known = storageError(error);
    if (!(known instanceof OriginError) || !isStorageFault(known.code)) throw error;
    // What SQLite says names tables and columns, never what is in them.
    const detail = known.cause instanceof Error ? { detail: known.cause.message } : {};
    throw new StoreRefused(known.code, file, { ...detail, cause: error });
  }
}

const isStorageFault = (code: string): code is StorageFault => code.startsWith('STORAGE_');
