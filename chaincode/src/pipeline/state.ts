import type { StateKey, StateReader } from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';

/** The ledger as one transaction reads it: each key once, since every get is a round trip to the peer. */
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
  const get = async (key: StateKey): Promise<unknown> => {
    if (!values.has(key)) values.set(key, parse(await stub.getState(key)));
    return values.get(key);
  };
  return {
    async read(keys) {
      const found = new Map<StateKey, unknown>();
      for (const key of keys) found.set(key, await get(key));
      return found;
    },
    get: async <T>(key: StateKey) => (await get(key)) as T | undefined,
    existed(key) {
      if (!values.has(key)) throw new Error('a key is written that was not read');
      return values.get(key) !== undefined;
    },
  };
}

/** The shim answers an empty value for a key that does not exist. */
const parse = (bytes: Uint8Array): unknown =>
  bytes.length === 0 ? undefined : (JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown);
