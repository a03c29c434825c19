/** Why a ledger cannot go on: the first error counts, and is told once. */
export class FirstFailure {
  #error: Error | undefined;

  constructor(private readonly told: (error: Error) => void) {}

  /** Undefined while all is well. */
  get error(): Error | undefined {
    return this.#error;
  }

  readonly occurred = (error: unknown): void => {
    if (this.#error !== undefined) return;
    this.#error = error instanceof Error ? error : new Error(String(error));
    this.told(this.#error);
  };
}
