/**
 * Requests whose signature this gateway has verified at the edge, so that the read model need not do it again
 * when they come back in a block. The exact bytes are remembered: a mirrored signature is another text.
 */
export class VerifiedRequests {
  readonly #most: number;
  #recent = new Set<string>();
  #older = new Set<string>();

  constructor(most = 10_000) {
    this.#most = most;
  }

  add(jws: string): void {
    if (this.#recent.size >= this.#most) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    this.#recent.add(jws);
  }

  has(jws: string): boolean {
    return this.#recent.has(jws) || this.#older.has(jws);
  }
}
