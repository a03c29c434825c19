/** Differences below this are the `Date` header's own grain and the way of an answer. */
const TOLERATED_MILLISECONDS = 3_000;

/**
 * The time requests are signed at: this machine's clock, corrected by what the gateway's answers say in `Date`
 * (RFC 9110, 6.6.1). Ledger and gateway judge a request by their own clocks, so a wrong one here would have everything
 * refused. A gateway that lies about the time has only its own callers' requests refused: no legal date follows from it.
 */
export class ServerClock {
  #offset = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /**
   * Learns from an answer.
   * @returns whether the time signed at was wrong, so that signing again may help
   */
  learn(headers: Headers): boolean {
    const told = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(told)) return false;
    const wrong = Math.abs(told - this.now()) > TOLERATED_MILLISECONDS;
    if (wrong) this.#offset = told - Date.now();
    return wrong;
  }
}
