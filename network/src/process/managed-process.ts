import { spawn, type ChildProcess } from 'node:child_process';
import { NetworkError } from '../network-error.js';
import { lastWords } from './last-words.js';
import { removeRecord, writeRecord } from './process-record.js';
import { RotatingLog } from './rotating-log.js';

export interface ManagedProcessOptions {
  /** What it is called in errors. */
  readonly name: string;
  /** The compiled script. */
  readonly script: string;
  readonly args: readonly string[];
  /** The line on stdout by which it says that it serves. */
  readonly ready: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds until it must be ready. Default: 60. */
  readonly startSeconds?: number;
  /** File that keeps what it writes last, both streams together. */
  readonly log?: string;
  /** It has something to do when its parent is gone, and then ends by itself: it is not killed with the others. */
  readonly endsItself?: boolean;
  /** Folder in which it is noted while it runs, so that a later start knows it. */
  readonly run?: string;
}

const KEPT_LINES = 200;
const STOP_SECONDS = 10;
const END_WITH_PARENT = new URL('./end-with-parent.js', import.meta.url).href;

const running = new Set<ChildProcess>();

/** However this process ends, short of being killed itself, it leaves none of its own behind at once; else they end soon. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * A Node process of ours: started until it says that it serves, stopped gently, or killed as a test wants. It is in a
 * group of its own, so that Ctrl-C is for the program that started it alone, and ends when that one does.
 */
export class ManagedProcess implements AsyncDisposable {
  /** Resolves when it says that it serves; rejects when it ends or stays silent instead: `START_FAILED`. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended: how, in words. */
  readonly ended: Promise<string>;
  readonly #options: ManagedProcessOptions;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #readyLine = '';

  private constructor(options: ManagedProcessOptions) {
    this.#options = options;
    const { script, args, env, run, name } = options;
    this.#child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, ...args], {
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
      detached: true,
      env: { ...process.env, ...env },
    });
    if (options.endsItself !== true) running.add(this.#child);
    if (run !== undefined && this.#child.pid !== undefined) writeRecord(run, name, this.#child.pid);
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        resolve(`could not be started: ${error.message}`);
      });
      this.#child.once('close', (code, signal) => {
        running.delete(this.#child);
        if (run !== undefined) removeRecord(run, name);
        const words = this.#lines.filter((line) => line !== this.#readyLine);
        resolve(signal ?? (code === 0 ? undefined : lastWords(words)) ?? `exit code ${String(code)}`);
      });
    });
    // Whoever writes to one that has just ended is told by its end.
    this.#child.stdin?.on('error', () => undefined);
    this.ready = this.#untilReady();
    this.ready.catch(() => undefined);
  }

  /** Starts it without waiting. */
  static launch(options: ManagedProcessOptions): ManagedProcess {
    return new ManagedProcess(options);
  }

  /** Starts it and waits until it serves. @throws NetworkError `START_FAILED`, see {@link ready} */
  static async start(options: ManagedProcessOptions): Promise<ManagedProcess> {
    const started = ManagedProcess.launch(options);
    await started.ready;
    return started;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The line that matched `ready`. */
  get readyLine(): string {
    return this.#readyLine;
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it wrote last, both streams together. */
  get output(): string {
    return this.#lines.join('\n');
  }

  /** Writes a line to its stdin. */
  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Ends it in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to finish; kills it when it does not. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_SECONDS * 1000);
    await this.#end('SIGTERM');
    clearTimeout(timer);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.running) this.#child.kill(signal);
    await this.ended;
  }

  async #untilReady(): Promise<void> {
    const { ready, startSeconds = 60 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const serving = new Promise<undefined>((resolve) => {
      this.#eachLine((line) => {
        if (this.#readyLine !== '' || !ready.test(line)) return;
        this.#readyLine = line;
        resolve(undefined);
      });
    });
    const silent = new Promise<string>((resolve) => {
      timer = setTimeout(() => {
        resolve(`did not serve within ${startSeconds} s`);
        this.#child.kill('SIGKILL');
      }, startSeconds * 1000);
    });
    const failure = await Promise.race([serving, silent, this.ended]);
    clearTimeout(timer);
    if (failure !== undefined) throw this.#failure(failure);
  }

  #failure(why: string): NetworkError {
    const { name, log } = this.#options;
    const where = log === undefined ? '' : ` All it wrote: ${log}`;
    return new NetworkError(
      'START_FAILED',
      `The ${name} does not start: ${why.replace(/\.?$/u, '.')}${where}`,
      {
        cause: new Error(this.output),
      },
    );
  }

  #eachLine(see: (line: string) => void): void {
    const log = this.#options.log === undefined ? undefined : new RotatingLog(this.#options.log);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          log?.write(line);
          this.#lines.push(line);
          if (this.#lines.length > KEPT_LINES) this.#lines.shift();
          see(line);
        }
      });
    }
  }
}
