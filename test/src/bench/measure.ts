/** How figures are taken: machines are shared and noisy, so rates are compared in interleaved pairs. */

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('no values');
  return middle;
}

/**
 * Takes both sides in turn, pair by pair, changing which goes first; the first pair warms up and is not counted.
 * @param pairs odd; 5 for a figure to be quoted
 */
export async function interleaved<T>(
  left: () => Promise<T>,
  right: () => Promise<T>,
  pairs = 5,
  progress: (pair: number) => void = () => undefined,
): Promise<{ readonly left: T; readonly right: T }[]> {
  const taken: { readonly left: T; readonly right: T }[] = [];
  for (let pair = 0; pair <= pairs; pair++) {
    progress(pair);
    const first = await (pair % 2 === 0 ? left : right)();
    const second = await (pair % 2 === 0 ? right : left)();
    if (pair > 0)
      taken.push(pair % 2 === 0 ? { left: first, right: second } : { left: second, right: first });
  }
  return taken;
}

export interface PairResult {
  /** Median of each side: rates are per second. */
  readonly left: number;
  readonly right: number;
  /** Median of the ratios pair by pair, left over right. */
  readonly ratio: number;
  readonly ratios: readonly number[];
}

/** What pairs of one quantity say together. */
export function pairResult(pairs: readonly { readonly left: number; readonly right: number }[]): PairResult {
  const ratios = pairs.map(({ left, right }) => left / right);
  return {
    left: median(pairs.map(({ left }) => left)),
    right: median(pairs.map(({ right }) => right)),
    ratio: median(ratios),
    ratios,
  };
}

/** Measures a rate on each side as {@link interleaved} does. */
export const interleavedPairs = async (
  ...sides: Parameters<typeof interleaved<number>>
): Promise<PairResult> => pairResult(await interleaved(...sides));

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
