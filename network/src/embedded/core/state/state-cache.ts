import type { StateValue } from './state-value.js';

/** What is known of a key, and since which block it has been so. */
interface Known {
  readonly state: StateValue | undefined;
  readonly since: number;
}

const MAX_BYTES = 64 * 1024 * 1024;
/** What an entry costs beyond its bytes, roughly. */
const OVERHEAD = 200;

function cost(key: string, known: Known): number {
  return OVERHEAD + key.length + (known.state ? known.state.value.length + known.state.metadata.length : 0);
}

/** The keys used last, up to a number of bytes. */
export class StateCache {
  readonly #entries = new Map<string, Known>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): Known | undefined {
    const known = this.#entries.get(key);
    if (known) {
      // Moved to the end: a Map keeps the order of insertion.
      this.#entries.delete(key);
      this.#entries.set(key, known);
    }
    return known;
  }

  set(key: string, known: Known): void {
    this.#drop(key);
    this.#entries.set(key, known);
    this.#bytes += cost(key, known);
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) {
        break;
      }
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#bytes -= cost(key, known);
    }
  }
}
