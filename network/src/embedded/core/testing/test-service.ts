import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../topology/free-port.js';

const SERVICE = fileURLToPath(
  new URL('../../../../src/embedded/core/testing/contract-service.cjs', import.meta.url),
);

export interface ServiceTls {
  readonly certificate: string;
  readonly key: string;
  readonly clientRoot: string;
}

/** The test contract in a process of its own, served by an unmodified `fabric-shim`. */
export class TestService {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  /** @param tls its certificate and key, and the root of those who may call it; without them plaintext. */
  static async start(port?: number, tls?: ServiceTls): Promise<TestService> {
    const chosen = port ?? (await freePort());
    const child = spawn(process.execPath, [SERVICE, `127.0.0.1:${chosen}`], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, ...(tls ? { TEST_TLS: JSON.stringify(tls) } : {}) },
    });
    await new Promise((resolve, reject) => {
      child.once('exit', () => {
        reject(new Error('the contract service ended'));
      });
      child.stdout.once('data', resolve);
    });
    return new TestService(chosen, child);
  }

  /** Waits until the process has ended. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await ended;
    }
  }
}
