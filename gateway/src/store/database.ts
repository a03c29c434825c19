import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { migrate } from './migrations.js';
import { storageError } from './storage-error.js';

/** What a column may hold. */
export type SqlValue = string | number | null | Uint8Array;

/** A prepared statement whose rows have this shape. */
export interface Statement<Row> {
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): Row[];
  /** @returns how many rows it changed */
  run(...values: readonly SqlValue[]): number;
}

export interface DatabaseOptions {
  readonly file: string;
  /** SQLite's `max_page_count`: the store refuses to grow beyond it. */
  readonly maxPages?: number;
}

/** How long a gateway waits for another one of the same store. */
const BUSY_MILLISECONDS = 5_000;
const LOOK_MILLISECONDS = 10;

/** The gateway's SQL store: journal, read model and outbox in one file, so that one transaction covers them. */
export class Database {
  readonly #sql: Libsql.Database;

  constructor({ file, maxPages }: DatabaseOptions) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#sql = new Libsql(file);
    // First: another gateway may be opening the same store.
    this.#sql.pragma(`busy_timeout = ${BUSY_MILLISECONDS}`);
    this.#logAhead();
    // An operation is acknowledged once it is on the disk, not in a cache.
    this.#sql.pragma('synchronous = FULL');
    this.#sql.pragma('cache_size = -16000');
    migrate({
      version: () => this.#version(),
      execute: (text) => this.#sql.exec(text),
      transaction: (steps) => {
        this.transaction(steps);
      },
    });
    if (maxPages !== undefined) this.limitPages(maxPages);
  }

  prepare<Row = never>(text: string): Statement<Row> {
    const statement = this.#sql.prepare<SqlValue[]>(text);
    const guarded = <T>(step: () => T): T => {
      try {
        return step();
      } catch (error) {
        throw storageError(error);
      }
    };
    return {
      get: (...values) => guarded(() => statement.get(...values) as Row | undefined),
      all: (...values) => guarded(() => statement.all(...values) as Row[]),
      run: (...values) => guarded(() => statement.run(...values).changes),
    };
  }

  /**
   * Runs the steps in one SQL transaction: all of them are durable, or none happened.
   * @throws OriginError STORAGE_FULL
   */
  transaction<T>(steps: () => T): T {
    this.#sql.exec('BEGIN IMMEDIATE');
    try {
      const result = steps();
      this.#sql.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has rolled back by itself when it ran full.
      if (this.#sql.inTransaction) this.#sql.exec('ROLLBACK');
      throw storageError(error);
    }
  }

  /**
   * As {@link Database.transaction}, without waiting for the disk: whole or not at all, but perhaps undone by a
   * loss of power. For what the ledger's blocks bring again.
   */
  repeatable<T>(steps: () => T): T {
    this.#sql.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.transaction(steps);
    } finally {
      this.#sql.exec('PRAGMA synchronous = FULL');
    }
  }

  /** Lets the store grow to so many pages and no further; a larger number makes room again. */
  limitPages(pages: number): void {
    this.#sql.pragma(`max_page_count = ${pages}`);
  }

  /** Pages in use now. */
  pageCount(): number {
    const [row] = this.#sql.pragma('page_count') as readonly { readonly page_count: number }[];
    return row?.page_count ?? 0;
  }

  close(): void {
    this.#sql.close();
  }

  /** SQLite does not wait when two switch a new store to its write-ahead log at once, so this does. */
  #logAhead(): void {
    const end = Date.now() + BUSY_MILLISECONDS;
    for (;;) {
      try {
        this.#sql.pragma('journal_mode = WAL');
        return;
      } catch (error) {
        const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
        if (!busy || Date.now() > end) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MILLISECONDS);
      }
    }
  }

  #version(): number {
    const [row] = this.#sql.pragma('user_version') as readonly { readonly user_version: number }[];
    return row?.user_version ?? 0;
  }
}
