import type { Database } from '../store/database.js';

const TABLES = [
  'state',
  'acts',
  'certificates',
  'certificate_acts',
  'set_aside',
  'deposits',
  'parcel_copies',
  'work',
];

/** Empties the read model so that it is built again from block 0; journal, parcels and the log of readings stay. */
export function forgetReadModel(database: Database): void {
  database.transaction(() => {
    for (const table of TABLES) {
      database.prepare(`DELETE FROM ${table}`).run();
    }
    database.prepare('UPDATE position SET block = -1, hash = NULL, at = NULL, latest = 0').run();
  });
}
