import { rmSync } from 'node:fs';
import { OriginError } from '@origin-ledger/model';
import { Database, type Statement } from './database.js';
import { StoreRefused } from './store-refused.js';
import { WriteGroup } from './write-group.js';

/** In the order of their ends, so that what has ended lies together, and what comes in, too. */
const STEPS: readonly string[] = [
  'CREATE TABLE answered (expires INTEGER NOT NULL, id TEXT NOT NULL, PRIMARY KEY (expires, id)) WITHOUT ROWID;',
];
const FORGET_MILLISECONDS = 1_000;

/**
 * The signed queries that the gateways of a store have answered, for as long as they live: each is good once, at
 * whichever gateway, before or after a restart. They have a file of their own, so that a look-up waits for nobody who
 * writes the journal; it need not outlive a loss of power, which takes longer than a query lives.
 */
export class AnsweredQueries {
  readonly #database: Database;
  readonly #group: WriteGroup;
  readonly #insert: Statement<never>;
  readonly #forget: Statement<never>;
  readonly #report: (code: string) => void;
  #forgotten = 0;
  #failing = false;

  /** @param report told the code when answers begin to go out although they cannot be noted */
  constructor(file: string, report: (code: string) => void) {
    this.#report = report;
    this.#database = openAnyhow(file);
    this.#group = new WriteGroup(this.#database, 0);
    this.#insert = this.#database.prepare('INSERT OR IGNORE INTO answered (expires, id) VALUES (?, ?)');
    this.#forget = this.#database.prepare('DELETE FROM answered WHERE expires < ?');
  }

  /**
   * Notes a query.
   * @param expires seconds since 1970
   * @returns false when it was answered before
   * @throws OriginError STORAGE_BUSY
   */
  async note(id: string, expires: number): Promise<boolean> {
    let noted = 0;
    try {
      await this.#group.write(() => {
        this.#forgetOld();
        noted = this.#insert.run(expires, id);
      });
    } catch (error) {
      if (!(error instanceof OriginError) || error.code === 'STORAGE_BUSY') throw error;
      // Without room on the disk look-ups go on: this gateway's own memory still knows what it has answered.
      if (!this.#failing) this.#report(error.code);
      this.#failing = true;
      return true;
    }
    this.#failing = false;
    return noted > 0;
  }

  close(): void {
    this.#database.close();
  }

  #forgetOld(): void {
    const now = Date.now();
    if (now - this.#forgotten < FORGET_MILLISECONDS) return;
    this.#forgotten = now;
    this.#forget.run(Math.floor(now / 1000));
  }
}

/** A file that a loss of power has left damaged holds nothing that is still needed. */
function openAnyhow(file: string): Database {
  const open = (): Database => new Database({ file, steps: STEPS, passing: true });
  try {
    return open();
  } catch (error) {
    if (!(error instanceof StoreRefused) || error.code !== 'STORAGE_DAMAGED') throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return open();
  }
}
