import { join } from 'node:path';
import { Database } from '@origin-ledger/gateway';
import type { World } from '../support/world.js';

/** What a gateway's read model holds, read from its store. */
export interface ReadModelCopy {
  readonly block: number;
  readonly state: ReadonlyMap<string, string>;
  readonly setAside: number;
}

/** Reads a member's read model as of one moment. */
export function readModelCopy(world: World, code: string): ReadModelCopy {
  const database = new Database({ file: join(world.gatewayData(code), 'gateway.db') });
  try {
    return database.transaction(() => ({
      block: database.prepare<{ block: number }>('SELECT block FROM position').get()?.block ?? -1,
      state: new Map(
        database
          .prepare<{ key: string; value: string }>('SELECT key, value FROM state')
          .all()
          // As the store writes the separator of composite keys.
          .map(({ key, value }) => [key.replaceAll('\u001f', '\u0000'), value]),
      ),
      setAside:
        database.prepare<{ count: number }>('SELECT COUNT(*) AS count FROM set_aside').get()?.count ?? 0,
    }));
  } finally {
    database.close();
  }
}
