/** How figures are taken: machines are shared and noisy, so rates are compared in interleaved pairs. */

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('no values');
  return middle;
}

export interface PairResult {
  /** Median rate of each side, per second. */
  readonly left: number;
  readonly right: number;
  /** Median of the ratios pair by pair, left over right. */
  readonly ratio: number;
  readonly ratios: readonly number[];
}

/**
 * Measures two sides in turn, pair by pair, changing which goes first; the first pair warms up and is not counted.
 * @param pairs odd; 5 for a figure to be quoted
 */
export async function interleavedPairs(
  left: () => Promise<number>,
  right: () => Promise<number>,
  pairs = 5,
  progress: (pair: number) => void = () => undefined,
): Promise<PairResult> {
  const lefts: number[] = [];
  const rights: number[] = [];
  for (let pair = 0; pair <= pairs; pair++) {
    progress(pair);
    let leftRate: number;
    let rightRate: number;
    if (pair % 2 === 0) {
      leftRate = await left();
      rightRate = await right();
    } else {
      rightRate = await right();
      leftRate = await left();
    }
    if (pair === 0) continue;
    lefts.push(leftRate);
    rights.push(rightRate);
  }
  const ratios = lefts.map((rate, index) => rate / (rights[index] ?? Number.NaN));
  return { left: median(lefts), right: median(rights), ratio: median(ratios), ratios };
}

/** Runs `total` tasks, so many at once, and returns how many were done per second. */
export async function rateOf(
  total: number,
  concurrency: number,
  task: (index: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const began = process.hrtime.bigint();
  const worker = async (): Promise<void> => {
    while (next < total) await task(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return total / (Number(process.hrtime.bigint() - began) / 1e9);
}
