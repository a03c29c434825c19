import { setTimeout as pause } from 'node:timers/promises';
import { NetworkError } from '../network-error.js';

/** A process that is to run as long as the program that started it. */
export interface Part {
  readonly name: string;
  /** Resolves when the process that runs at present has ended: how, in words. */
  ended(): Promise<string>;
  /** Starts it again. */
  start(): Promise<void>;
}

/** How patient one is with a process that ends by itself. */
export interface Patience {
  /** Milliseconds before it is started again for the first time; then twice as many each time. */
  readonly pause: number;
  /** One that lived so many milliseconds has lived: the next end counts as the first. */
  readonly lived: number;
  /** So many ends one after the other, and it is given up. */
  readonly deaths: number;
}

export const PATIENCE: Patience = { pause: 250, lived: 60_000, deaths: 5 };

/** Parts that are watched. */
export interface Keeping {
  /** Resolves once a part was given up. */
  readonly failed: Promise<NetworkError>;
  /** From now on ends are wanted. */
  stop(): void;
}

/** Starts again what ends by itself, and says so, until it ends too often: then all of it should end. */
export function keepRunning(
  parts: readonly Part[],
  report: (line: string) => void,
  patience: Patience = PATIENCE,
): Keeping {
  const stopped = new AbortController();
  const kept = parts.map((part) => keep(part, report, patience, stopped.signal));
  return {
    failed: new Promise((resolve) => {
      for (const each of kept) {
        void each.then((error) => {
          if (error !== undefined) resolve(error);
        });
      }
    }),
    stop: () => {
      stopped.abort();
    },
  };
}

/** @returns why it was given up; undefined when its end is wanted. */
async function keep(
  part: Part,
  report: (line: string) => void,
  patience: Patience,
  stopped: AbortSignal,
): Promise<NetworkError | undefined> {
  let deaths = 0;
  let running: Promise<void> = Promise.resolve();
  for (;;) {
    // One that did not even start has not lived, however long that took.
    const life = { began: Infinity };
    const how = await running.then(() => {
      life.began = performance.now();
      return part.ended();
    }, reasonOf);
    if (stopped.aborted) return undefined;
    deaths = performance.now() - life.began > patience.lived ? 1 : deaths + 1;
    if (deaths >= patience.deaths) {
      return new NetworkError(
        'PART_FAILED',
        `The ${part.name} ended ${deaths} times one after the other; the last time: ${how.replace(/\.?$/u, '.')}`,
      );
    }
    report(`The ${part.name} ended (${how}). It is started again.`);
    const goesOn = await pause(patience.pause * 2 ** (deaths - 1), true, { signal: stopped }).catch(
      () => false,
    );
    if (!goesOn) return undefined;
    running = part.start();
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
