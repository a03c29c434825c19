import type { Database } from './database.js';
import { StoreRefused } from './store-refused.js';

/**
 * Makes a new store this member's, and checks that an older one is.
 * @throws StoreRefused STORAGE_OF_ANOTHER
 */
export function claimStore(database: Database, member: string): void {
  const owner = database.prepare<{ readonly member: string }>('SELECT member FROM owner');
  if (owner.get() === undefined)
    database.prepare('INSERT OR IGNORE INTO owner (one, member) VALUES (1, ?)').run(member);
  const known = owner.get()?.member;
  if (known !== member)
    throw new StoreRefused('STORAGE_OF_ANOTHER', database.file, { detail: `it is ${known ?? 'nobody'}'s` });
}
