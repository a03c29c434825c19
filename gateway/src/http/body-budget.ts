/** Memory for bodies that are larger than most, shared by all connections. */
export class BodyBudget {
  #left: number;

  /** @param most bytes of all bodies under way together */
  constructor(most: number) {
    this.#left = most;
  }

  /** @returns whether there was so much left; it is then taken until it is {@link give given back} */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#left += bytes;
  }
}
