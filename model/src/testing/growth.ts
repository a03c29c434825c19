/** Steps are repeated, and the least is taken: what a collection of garbage or a first compilation adds is left out. */
const TIMES = 5;

/** Milliseconds of the processor that a step takes of this process: others on the machine do not count. */
export async function costOf(step: () => unknown, times = TIMES): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < times; time += 1) {
    const begun = process.cpuUsage();
    await step();
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** So much is added to each cost: below it a clock tells nothing. */
const GRAIN_MILLISECONDS = 2;

/** Between growing as the size and as its square: what grows faster is no longer the size. */
export const MOST_GROWTH = 8;
/** What looks like more is measured again: a square stays one. */
const AGAIN = 3;

/**
 * How many times as much a step costs for an input four times as large: 4 where it grows as the size does, 16 where it
 * grows as the square.
 */
export async function growthOf<T>(
  inputOf: (size: number) => T,
  size: number,
  step: (input: T) => unknown,
  times = TIMES,
): Promise<number> {
  const [small, large] = [inputOf(size), inputOf(4 * size)];
  let growth = Infinity;
  for (let time = 0; time < AGAIN && growth >= MOST_GROWTH; time += 1) {
    const less = await costOf(() => step(small), times);
    const more = await costOf(() => step(large), times);
    growth = Math.min(growth, (more + GRAIN_MILLISECONDS) / (less + GRAIN_MILLISECONDS));
  }
  return growth;
}
