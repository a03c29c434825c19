import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecord, recordedNames, type ProcessRecord } from '@origin-ledger/network/process';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

/** `npm start` as a process of a test. */
export class Started {
  readonly #child: ChildProcess;
  readonly #data: string;
  readonly #waiting = new Set<() => void>();
  /** What it has printed so far. */
  out = '';
  /** What it has said of errors so far. */
  err = '';
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;

  constructor(data: string, args: readonly string[]) {
    this.#data = data;
    this.#child = spawn(process.execPath, [MAIN, '--data', data, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
      this.#tell();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
      this.#tell();
    });
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        resolve(code ?? signal ?? 'unknown');
        this.#tell();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits until it has said something. @throws Error when it ends before */
  async said(words: RegExp): Promise<void> {
    while (!words.test(this.out) && !words.test(this.err)) {
      if (this.#child.exitCode !== null) throw new Error(`it ended\n${this.out}\n${this.err}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Waits until it serves. */
  serving(): Promise<void> {
    return this.said(/Serving until Ctrl-C/u);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Nobody reads what it prints any more. */
  hangUp(): void {
    this.#child.stdout?.destroy();
  }

  /** Its processes, by name. */
  parts(): ReadonlyMap<string, ProcessRecord> {
    const run = join(this.#data, 'run');
    return new Map(
      recordedNames(run)
        .filter((name) => name !== 'lock')
        .flatMap((name) => {
          const record = readRecord(run, name);
          return record === undefined ? [] : [[name, record] as const];
        }),
    );
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #tell(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
