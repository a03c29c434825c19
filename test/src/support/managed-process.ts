import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';

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
  /** File that keeps everything it writes, both streams together. */
  readonly log?: string;
}

const KEPT_LINES = 200;
const STOP_SECONDS = 10;

const running = new Set<ChildProcess>();

/** However this process ends, short of being killed itself, it leaves none of its own behind. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A Node process of ours: started until it says that it serves, stopped gently, or killed as a test wants. */
export class ManagedProcess implements AsyncDisposable {
  readonly #options: ManagedProcessOptions;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #readyLine = '';

  private constructor(options: ManagedProcessOptions) {
    this.#options = options;
    this.#child = spawn(process.execPath, [options.script, ...options.args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    });
    running.add(this.#child);
    this.#child.once('close', () => running.delete(this.#child));
  }

  /** @throws Error with its last lines when it ends or stays silent instead of serving */
  static async start(options: ManagedProcessOptions): Promise<ManagedProcess> {
    const started = new ManagedProcess(options);
    await started.#untilReady();
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
    return this.#child.exitCode === null && this.#child.signalCode === null;
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
    if (!this.running) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }

  async #untilReady(): Promise<void> {
    const { name, ready, startSeconds = 60 } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(timer);
        this.#child.kill('SIGKILL');
        reject(new Error(`${name} ${why}\n${this.output}`));
      };
      const timer = setTimeout(() => {
        fail(`did not serve within ${startSeconds} s`);
      }, startSeconds * 1000);
      this.#child.once('error', (error) => {
        fail(`could not be started: ${error.message}`);
      });
      this.#child.once('exit', (code, signal) => {
        fail(`ended (${signal ?? String(code)})`);
      });
      this.#eachLine((line) => {
        if (this.#readyLine !== '' || !ready.test(line)) return;
        this.#readyLine = line;
        clearTimeout(timer);
        this.#child.removeAllListeners('exit');
        resolve();
      });
    });
  }

  #eachLine(see: (line: string) => void): void {
    const { log } = this.#options;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (log !== undefined) appendFileSync(log, `${line}\n`);
          this.#lines.push(line);
          if (this.#lines.length > KEPT_LINES) this.#lines.shift();
          see(line);
        }
      });
    }
  }
}
