/** Bodies of so many bytes together are handed on in one turn of the event loop: some milliseconds. */
const BYTES_A_TURN = 128 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly pass: () => void;
}

/**
 * Hands bodies on, so many bytes in one turn of the event loop, in the order in which they came: between two turns
 * everything else has its share. What comes alone passes at once.
 */
export class Turnstile {
  readonly #most: number;
  #left: number;
  #turning = false;
  #waiting: Waiting[] = [];

  constructor(most = BYTES_A_TURN) {
    this.#most = most;
    this.#left = most;
  }

  /** Runs `pass` now, or when its turn comes. */
  enter(bytes: number, pass: () => void): void {
    this.#turn();
    if (this.#waiting.length > 0 || this.#left <= 0) {
      this.#waiting.push({ bytes, pass });
      return;
    }
    this.#left -= bytes;
    pass();
  }

  /** Somebody passed in this turn: the next one begins with all that a turn has. */
  #turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    setImmediate(() => {
      this.#turning = false;
      this.#left = this.#most;
      const waiting = this.#waiting;
      if (waiting.length === 0) return;
      let passed = 0;
      for (const { bytes, pass } of waiting) {
        if (this.#left <= 0) break;
        this.#left -= bytes;
        passed += 1;
        pass();
      }
      this.#waiting = this.#waiting.slice(passed);
      this.#turn();
    });
  }
}
