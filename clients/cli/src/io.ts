/** What a command may touch of the process: replaced in tests. */
export interface Io {
  /** Writes a line of the answer. */
  readonly out: (line: string) => void;
  /** Writes a line about the answer: progress, errors. */
  readonly note: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof globalThis.fetch;
}

export const processIo: Io = {
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  env: process.env,
  fetch: (input, init) => globalThis.fetch(input, init),
};
