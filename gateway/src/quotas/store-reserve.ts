import { OriginError } from '@origin-ledger/model';
import type { Database } from '../store/database.js';

/** Of a small store, so much is the reserve at most. */
const MOST_SHARE = 1 / 8;

/** Keeps the last of a store for officers: others are refused while there is still room for them. */
export class StoreReserve {
  readonly #database: Database;
  readonly #bytes: number;

  constructor(database: Database, bytes: number) {
    this.#database = database;
    this.#bytes = bytes;
  }

  /**
   * Before anything is taken of whom the reserve is not for.
   * @param bytes that he brings
   * @throws OriginError STORAGE_FULL
   */
  check(bytes: number): void {
    const { left, most } = this.#database.room();
    if (left - bytes < Math.min(this.#bytes, most * MOST_SHARE))
      throw new OriginError('STORAGE_FULL', { stage: 'store' });
  }
}
