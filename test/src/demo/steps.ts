/** What a step has to show for itself. */
export interface StepResult {
  readonly transactionId?: string | undefined;
  readonly block?: number | bigint | undefined;
  readonly note?: string | undefined;
}

/** A step did not behave as it must. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/** @throws StepFailure saying what was expected, unless it holds */
export function must(holds: boolean, expected: string): asserts holds {
  if (!holds) throw new StepFailure(`expected: ${expected}`);
}

/** Runs steps one after the other, prints a line for each, and counts. */
export class Steps {
  readonly #print: (line: string) => void;
  #passed = 0;
  #failed = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  get passed(): number {
    return this.#passed;
  }

  get failed(): number {
    return this.#failed;
  }

  heading(text: string): void {
    this.#print(`\n${text}`);
  }

  /** A failed step is told and counted; the next ones run all the same. */
  async run(who: string, what: string, step: () => Promise<StepResult>): Promise<void> {
    const began = performance.now();
    try {
      const result = await step();
      this.#passed += 1;
      this.#print(line('✓', who, what, result, performance.now() - began));
    } catch (error) {
      this.#failed += 1;
      this.#print(line('✗', who, what, {}, performance.now() - began));
      this.#print(`    ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  summary(): string {
    return `${this.#passed} passed, ${this.#failed} failed`;
  }
}

function line(
  mark: string,
  who: string,
  what: string,
  { transactionId, block, note }: StepResult,
  milliseconds: number,
): string {
  const cells = [
    `${mark} ${who.padEnd(28)}`,
    what.padEnd(58),
    (transactionId === undefined ? '' : `tx ${transactionId.slice(0, 8)}`).padEnd(11),
    (block === undefined ? '' : `block ${block}`).padEnd(9),
    `${milliseconds.toFixed(0)} ms`.padStart(8),
    ...(note === undefined ? [] : [note]),
  ];
  return cells.join('  ').trimEnd();
}
