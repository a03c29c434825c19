import { OriginApiError } from '../errors/origin-api-error.js';

/** Seconds to wait before each further try. */
const DELAYS: readonly number[] = [0.2, 0.8, 3];
const LONGEST_WAIT = 30;

/** Statuses after which the very same bytes may succeed within seconds. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * How long to wait before trying again, or undefined when trying again is of no use: the error is final, its
 * cause does not pass by itself, or it has been tried often enough.
 */
export function waitBeforeRetry(error: unknown, triesSoFar: number): number | undefined {
  if (!(error instanceof OriginApiError) || error.retry !== 'same') return undefined;
  // Nobody's certificate becomes good within seconds.
  if (error.code === 'GATEWAY_NOT_TRUSTED') return undefined;
  if (error.status !== undefined && !PASSING.has(error.status)) return undefined;
  const delay = DELAYS[triesSoFar - 1];
  if (delay === undefined) return undefined;
  // Jitter keeps clients that failed together from coming back together.
  return Math.min(error.retryAfter ?? delay * (0.75 + Math.random() / 2), LONGEST_WAIT);
}

export const sleep = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Tries again while {@link waitBeforeRetry} says so. */
export async function withRetries<T>(attempt: () => Promise<T>, retries: boolean): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const wait = retries ? waitBeforeRetry(error, tries) : undefined;
      if (wait === undefined) throw error;
      await sleep(wait);
    }
  }
}
