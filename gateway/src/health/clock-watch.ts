/** Peers bear 15 minutes; NTP keeps machines within a second. */
const TOLERATED_MILLISECONDS = 2 * 60_000;
/** What was seen longer ago says nothing of the clock now. */
const FRESH_MILLISECONDS = 5 * 60_000;
/** Fewer could be one member's clock, or one member's lie. */
const FEWEST_MEMBERS = 2;

interface Seen {
  /** The transaction's time less the own clock's, milliseconds. */
  readonly offset: number;
  readonly at: number;
}

/** Compares the own clock with the times that other members' gateways give their transactions. */
export class ClockWatch {
  readonly #own: string;
  readonly #now: () => number;
  readonly #seen = new Map<string, Seen>();

  /** @param own MSP id of the gateway's member: its transactions are dated by this very clock */
  constructor(own: string, now: () => number = Date.now) {
    this.#own = own;
    this.#now = now;
  }

  /**
   * A transaction of a block that was made just now.
   * @param timestamp milliseconds since 1970
   */
  saw(mspId: string, timestamp: number): void {
    if (mspId === this.#own || !Number.isFinite(timestamp)) return;
    const at = this.#now();
    this.#seen.set(mspId, { offset: timestamp - at, at });
  }

  /** Whether the clock is off: by the member in the middle, so that no single one decides. */
  get off(): boolean {
    const since = this.#now() - FRESH_MILLISECONDS;
    const offsets = [...this.#seen.values()].filter(({ at }) => at >= since).map(({ offset }) => offset);
    if (offsets.length < FEWEST_MEMBERS) return false;
    const sorted = offsets.sort((one, other) => one - other);
    const [low = 0, high = 0] = [
      sorted[Math.floor((sorted.length - 1) / 2)],
      sorted[Math.ceil((sorted.length - 1) / 2)],
    ];
    // Of two in the middle both must say so, in the same direction.
    return low > TOLERATED_MILLISECONDS || high < -TOLERATED_MILLISECONDS;
  }
}
