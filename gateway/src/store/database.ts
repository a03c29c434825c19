import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Libsql from 'libsql';
import { OriginError } from '@origin-ledger/model';
import { migrate, STORE_STEPS } from './migrations.js';
import { makePrivate } from './private-file.js';
import { storageError, storageFault, type StorageFault } from './storage-error.js';
import { opening, StoreRefused } from './store-refused.js';

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
  /** The steps that make its tables; default: those of a gateway's store. */
  readonly steps?: readonly string[];
  /** What is written need not outlive a loss of power. */
  readonly passing?: boolean;
  /** Told what is wrong with the file, when it is first met. */
  readonly report?: (damage: StorageFault) => void;
}

/** How long opening waits for another process that holds the lock. */
const OPEN_MILLISECONDS = 5_000;
/** How long SQLite itself waits afterwards: the event loop stands still meanwhile. */
const BUSY_MILLISECONDS = 20;
/** How long a write is tried again, with the event loop free in between. */
const PATIENCE_MILLISECONDS = 3_000;
const LOOK_MILLISECONDS = 10;
/** The write-ahead log is cut back to this after somebody's long reading has made it grow. */
const LOG_BYTES = 8 * 1024 * 1024;
/** Up to this size the whole store is looked through when it is opened: less than a second. */
const CHECKED_BYTES = 256 * 1024 * 1024;

/** The gateway's SQL store: journal, read model and outbox in one file, so that one transaction covers them. */
export class Database {
  readonly file: string;
  readonly #sql: Libsql.Database;
  readonly #report: (damage: StorageFault) => void;
  #damage: StorageFault | undefined;
  #closed = false;

  /** @throws StoreRefused by name: locked, damaged, of a newer version, with other tables */
  constructor(options: DatabaseOptions) {
    const { file, maxPages, steps = STORE_STEPS, passing = false } = options;
    this.file = file;
    this.#report = options.report ?? (() => undefined);
    makePrivate(file);
    this.#sql = opening(file, () => {
      const sql = new Libsql(file);
      try {
        this.#open(sql, steps, passing);
        return sql;
      } catch (error) {
        sql.close();
        throw error;
      }
    });
    if (maxPages !== undefined) this.limitPages(maxPages);
  }

  /** What is wrong with the file, once anybody has met it; a restart looks again. */
  get damage(): StorageFault | undefined {
    return this.#damage;
  }

  /** @throws StoreRefused when the store has not the tables it should have */
  prepare<Row = never>(text: string): Statement<Row> {
    const statement = opening(this.file, () => this.#sql.prepare<SqlValue[]>(text));
    const guarded = <T>(step: () => T): T => {
      try {
        return step();
      } catch (error) {
        throw this.#noted(error);
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
   * @throws OriginError STORAGE_FULL, STORAGE_BUSY, STORAGE_DAMAGED, STORAGE_FAILED
   */
  transaction<T>(steps: () => T): T {
    // The library ends the whole process when a closed store is asked whether a transaction is open.
    if (this.#closed) throw new OriginError('STORAGE_FAILED', { stage: 'store' });
    try {
      this.#sql.exec('BEGIN IMMEDIATE');
      const result = steps();
      this.#sql.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has rolled back by itself when it ran full.
      if (this.#sql.inTransaction) this.#sql.exec('ROLLBACK');
      throw this.#noted(error);
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

  /**
   * Runs a transaction again while another process holds the lock: a backup, a shell, another gateway of the store.
   * The event loop goes on in between.
   * @throws OriginError STORAGE_BUSY when it does not let go; whatever else the transaction throws
   */
  async patiently<T>(transaction: () => T, milliseconds = PATIENCE_MILLISECONDS): Promise<T> {
    const end = Date.now() + milliseconds;
    for (;;) {
      try {
        return transaction();
      } catch (error) {
        const busy = error instanceof OriginError && error.code === 'STORAGE_BUSY';
        if (!busy || this.#closed || Date.now() > end) throw error;
        await sleep(LOOK_MILLISECONDS * (1 + Math.random()));
      }
    }
  }

  /** Lets the store grow to so many pages and no further; a larger number makes room again. */
  limitPages(pages: number): void {
    this.#sql.pragma(`max_page_count = ${pages}`);
  }

  /** Pages in use now. */
  pageCount(): number {
    return numberOf(this.#sql, 'page_count');
  }

  /** Bytes that may still be written, by the limit of the store and by the disk, and how many it may have at all. */
  room(): { readonly left: number; readonly most: number } {
    const page = numberOf(this.#sql, 'page_size');
    const used = (this.pageCount() - numberOf(this.#sql, 'freelist_count')) * page;
    const { bavail, bsize } = statfsSync(dirname(this.file));
    const most = Math.min(numberOf(this.#sql, 'max_page_count') * page, used + bavail * bsize);
    return { left: most - used, most };
  }

  close(): void {
    this.#closed = true;
    this.#sql.close();
  }

  #open(sql: Libsql.Database, steps: readonly string[], passing: boolean): void {
    // First: another gateway may be opening the same store.
    sql.pragma(`busy_timeout = ${OPEN_MILLISECONDS}`);
    // Before anything is changed in it.
    if (numberOf(sql, 'user_version') > steps.length) throw new StoreRefused('STORAGE_NEWER', this.file);
    logAhead(sql);
    checkWhole(sql, this.file);
    // An operation is acknowledged once it is on the disk, not in a cache.
    sql.pragma(`synchronous = ${passing ? 'OFF' : 'FULL'}`);
    sql.pragma('cache_size = -16000');
    sql.pragma(`journal_size_limit = ${LOG_BYTES}`);
    migrate(steps, {
      version: () => numberOf(sql, 'user_version'),
      execute: (text) => sql.exec(text),
      transaction: (run) => {
        sql.exec('BEGIN IMMEDIATE');
        try {
          run();
          sql.exec('COMMIT');
        } finally {
          if (sql.inTransaction) sql.exec('ROLLBACK');
        }
      },
    });
    sql.pragma(`busy_timeout = ${BUSY_MILLISECONDS}`);
  }

  #noted(error: unknown): unknown {
    const known = storageError(error);
    const fault = storageFault(error);
    if (fault !== undefined && LASTING.has(fault) && fault !== this.#damage) {
      this.#damage = fault;
      this.#report(fault);
    }
    return known;
  }
}

/** Faults that do not pass by themselves. */
const LASTING: ReadonlySet<StorageFault> = new Set(['STORAGE_DAMAGED', 'STORAGE_SCHEMA']);

function numberOf(
  sql: Libsql.Database,
  pragma: 'page_count' | 'page_size' | 'freelist_count' | 'max_page_count' | 'user_version',
): number {
  const [row] = sql.pragma(pragma) as readonly Readonly<Record<string, number>>[];
  return row?.[pragma] ?? 0;
}

/** SQLite does not wait when two switch a new store to its write-ahead log at once, so this does. */
function logAhead(sql: Libsql.Database): void {
  const end = Date.now() + OPEN_MILLISECONDS;
  for (;;) {
    try {
      sql.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
      if (!busy || Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MILLISECONDS);
    }
  }
}

/** @throws StoreRefused STORAGE_DAMAGED when the pages do not hold together; a larger store is not looked through */
function checkWhole(sql: Libsql.Database, file: string): void {
  if (statSync(file).size > CHECKED_BYTES) return;
  const [row] = sql.pragma('quick_check(1)') as readonly { readonly quick_check: string }[];
  if (row !== undefined && row.quick_check !== 'ok') throw new StoreRefused('STORAGE_DAMAGED', file);
}
