import type { StateKey } from '@origin-ledger/model';
import type { Database, Statement } from '../store/database.js';

/** The contract's public state as this gateway has verified it, read by key. */
export class Replica {
  readonly #get: Statement<{ readonly value: string }>;
  readonly #put: Statement<never>;

  constructor(database: Database) {
    this.#get = database.prepare('SELECT value FROM state WHERE key = ?');
    this.#put = database.prepare(
      'INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  /** The canonical text under a key. */
  text(key: StateKey): string | undefined {
    return this.#get.get(columnOf(key))?.value;
  }

  /** The value under a key: written by our own contracts and verified, so its shape is known. */
  value<T>(key: StateKey): T | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  put(key: StateKey, text: string): void {
    this.#put.run(columnOf(key), text);
  }
}

/** SQL text and NUL do not agree everywhere: the separator of composite keys is stored as another control character. */
const columnOf = (key: StateKey): string => key.replaceAll('\u0000', '\u001f');
