import { appendFileSync, copyFileSync, existsSync, renameSync, statSync, truncateSync } from 'node:fs';

/** How much of what a process writes is kept. */
export interface LogLimits {
  /** Size at which a file is put aside. */
  readonly bytes: number;
  /** How many files put aside are kept: `peer-VN.log.1` is the latest. */
  readonly kept: number;
}

/** 5 MiB four times: a process keeps at most 20 MiB and what it writes between two looks. */
export const LOG_LIMITS: LogLimits = { bytes: 5 * 1024 * 1024, kept: 3 };

/** Where what was put aside of a log lies, the oldest first. */
export const putAside = (path: string, { kept }: LogLimits = LOG_LIMITS): readonly string[] =>
  Array.from({ length: kept }, (_, index) => `${path}.${kept - index}`);

/**
 * Puts a log aside once it is too large. Copied and then emptied, not renamed: whoever has it open for appending goes on
 * writing to it.
 */
export function rotateLog(path: string, { bytes, kept }: LogLimits = LOG_LIMITS): void {
  if (!existsSync(path) || statSync(path).size < bytes) return;
  for (let number = kept - 1; number >= 1; number -= 1) {
    if (existsSync(`${path}.${number}`)) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
  }
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** A log that this process alone writes, a line at a time. */
export class RotatingLog {
  readonly #path: string;
  readonly #limits: LogLimits;

  constructor(path: string, limits: LogLimits = LOG_LIMITS) {
    this.#path = path;
    this.#limits = limits;
  }

  write(line: string): void {
    try {
      appendFileSync(this.#path, `${line}\n`, { mode: 0o600 });
      rotateLog(this.#path, this.#limits);
    } catch {
      // A full disk may have room later: whoever writes the log goes on.
    }
  }
}
