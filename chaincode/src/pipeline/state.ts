import type { StateKey, StateReader } from '@origin-ledger/model';
import { readStates } from '../batch/read-states.js';
import type { LedgerStub } from './ledger-stub.js';

/** The ledger as one transaction reads it: each key once, and what is asked for together with one message. */
export interface State {
  readonly read: StateReader;
  /** One value, or undefined when there is none. */
  get<T>(key: StateKey): Promise<T | undefined>;
  /**
   * Whether a key that was read had a value.
   * @throws Error when it was not read: nothing is written that was not looked at first
   */
  existed(key: StateKey): boolean;
}

/** Reads for one transaction. A contract sees no write of its own, so a value once read stays the value. */
export function newState(stub: LedgerStub): State {
  const values = new Map<StateKey, unknown>();
  const read = async (keys: readonly StateKey[]): Promise<void> => {
    const unknown = [...new Set(keys)].filter((key) => !values.has(key));
    const found = await readStates(stub, unknown);
    unknown.forEach((key, index) => values.set(key, parse(found[index])));
  };
  return {
    async read(keys) {
      await read(keys);
      return new Map(keys.map((key) => [key, values.get(key)]));
    },
    async get<T>(key: StateKey) {
      await read([key]);
      return values.get(key) as T | undefined;
    },
    existed(key) {
      if (!values.has(key)) throw new Error('a key is written that was not read');
      return values.get(key) !== undefined;
    },
  };
}

/** The shim answers an empty value for a key that does not exist. */
const parse = (bytes: Uint8Array = new Uint8Array()): unknown =>
  bytes.length === 0 ? undefined : (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown);
