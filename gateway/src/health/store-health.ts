import { OriginError } from '@origin-ledger/model';
import type { Database } from '../store/database.js';

/** What is put in and taken out again: more than most acts need, so that a store nearly full says so. */
const TRIAL_BYTES = 64 * 1024;
const PATIENCE_MILLISECONDS = 500;

/** A check whether the store takes writes: room, disk and lock are told by writing. @returns `OK`, or why not */
export function storeCheck(database: Database): () => Promise<string> {
  const put = database.prepare('INSERT INTO trial (bytes) VALUES (zeroblob(?))');
  const take = database.prepare('DELETE FROM trial');
  return async () => {
    try {
      await database.patiently(() => {
        database.transaction(() => {
          put.run(TRIAL_BYTES);
          take.run();
        });
      }, PATIENCE_MILLISECONDS);
    } catch (error) {
      return error instanceof OriginError ? error.code : 'FAILED';
    }
    // Elsewhere in the file, where this did not write.
    return database.damage ?? 'OK';
  };
}
