import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { run } from '../program.js';

export interface Captured {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly note: string;
}

/** Runs a command line against a fake `fetch`, keeping what it writes. */
export async function runCaptured(args: readonly string[], io: Partial<Io> = {}): Promise<Captured> {
  const out: string[] = [];
  const note: string[] = [];
  const exitCode = await run(args, {
    out: (line) => out.push(line),
    note: (line) => note.push(line),
    env: {},
    fetch: () => Promise.reject(new TypeError('fetch failed')),
    ...io,
  });
  return { exitCode, out: out.join('\n'), note: note.join('\n') };
}
