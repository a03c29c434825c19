import { parseStateKey, type StateKey } from '@origin-ledger/model';
import type { Database, Statement } from '../store/database.js';

/** Types of key of the register: few entries, and every act and look-up reads some of them. */
const REGISTER: ReadonlySet<string> = new Set([
  'member',
  'key',
  'form',
  'settings',
  'authority',
  'departure',
]);
const MOST_REMEMBERED = 10_000;

/** The contract's public state as this gateway has verified it, read by key. */
export class Replica {
  readonly #get: Statement<{ readonly value: string }>;
  readonly #put: Statement<never>;
  readonly #register = new Map<StateKey, unknown>();

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

  /** The value under a key, not to be changed: written by our own contracts and verified, so its shape is known. */
  value<T>(key: StateKey): T | undefined {
    if (!isOfRegister(key)) return this.#parsed(key) as T | undefined;
    // That there is no such entry is remembered too.
    if (this.#register.has(key)) return this.#register.get(key) as T | undefined;
    const value = frozen(this.#parsed(key));
    if (this.#register.size >= MOST_REMEMBERED) this.#register.clear();
    this.#register.set(key, value);
    return value as T | undefined;
  }

  put(key: StateKey, text: string): void {
    this.#put.run(columnOf(key), text);
    // Forgotten rather than remembered anew: the SQL transaction this belongs to may yet fail.
    this.#register.delete(key);
  }

  /** The store has changed by another hand. */
  forget(): void {
    this.#register.clear();
  }

  #parsed(key: StateKey): unknown {
    const text = this.text(key);
    return text === undefined ? undefined : JSON.parse(text);
  }
}

const isOfRegister = (key: StateKey): boolean => REGISTER.has(parseStateKey(key)?.[0] ?? '');

function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** SQL text and NUL do not agree everywhere: the separator of composite keys is stored as another control character. */
const columnOf = (key: StateKey): string => key.replaceAll('\u0000', '\u001f');
