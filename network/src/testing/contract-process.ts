import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../topology/free-port.js';

const CONTRACT = fileURLToPath(new URL('./asset-contract.js', import.meta.url));

/** The asset contract in a process of its own. */
export class ContractProcess implements AsyncDisposable {
  readonly address: string;
  readonly #child: ChildProcess;

  private constructor(address: string, child: ChildProcess) {
    this.address = address;
    this.#child = child;
  }

  static async start(address?: string): Promise<ContractProcess> {
    const chosen = address ?? `127.0.0.1:${await freePort()}`;
    const child = spawn(process.execPath, [CONTRACT, '--address', chosen], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => {
        reject(new Error('the contract ended before it was ready'));
      });
      child.stdout.once('data', () => {
        resolve();
      });
    });
    return new ContractProcess(chosen, child);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
