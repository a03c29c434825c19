import { setTimeout as pause } from 'node:timers/promises';
import { NetworkError } from '../network-error.js';

/** How a state is waited for. */
export interface WaitOptions {
  /** What is waited for, in words: it ends the sentence "Waited 30 s in vain for …". */
  readonly what: string;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Milliseconds between two looks. */
  readonly interval?: number;
}

/** Far longer than anything takes on a machine that does nothing else; what has ended is noticed at once. */
const DEFAULT_TIMEOUT = 180_000;
const DEFAULT_INTERVAL = 100;

/**
 * Looks again and again until `look` returns something other than undefined or false; an error counts as not yet.
 *
 * @throws NetworkError `FABRIC_TIMEOUT` naming what was waited for and the last error seen.
 */
export async function waitUntil<Value>(
  look: () => Promise<Value | undefined | false>,
  options: WaitOptions,
): Promise<Value> {
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  const end = performance.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      last = undefined;
    } catch (error) {
      if (error instanceof NetworkError && error.code === 'START_FAILED') throw error;
      last = error;
    }
    if (performance.now() > end) {
      const reason = last instanceof Error ? `: ${last.message}` : '';
      throw new NetworkError(
        'FABRIC_TIMEOUT',
        `Waited ${Math.round(timeout / 1000)} s in vain for ${options.what}${reason}`,
        { cause: last },
      );
    }
    await pause(options.interval ?? DEFAULT_INTERVAL);
  }
}
