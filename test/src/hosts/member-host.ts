import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectionProfile } from '@origin-ledger/network';
import { scripts } from '../support/paths.js';
import type { Ran, SeparateHosts } from './separate-hosts.js';

const NETWORK = fileURLToPath(new URL('../../../network/dist/cli/main.js', import.meta.url));
const GATEWAY_PORT = '8080';

/** One member's machine, with a folder that no other machine reads. */
export class MemberHost {
  readonly #hosts: SeparateHosts;

  private constructor(
    hosts: SeparateHosts,
    readonly code: string,
    readonly folder: string,
  ) {
    this.#hosts = hosts;
  }

  static async open(hosts: SeparateHosts, code: string, root: string): Promise<MemberHost> {
    const folder = join(root, code);
    await mkdir(folder, { mode: 0o700 });
    return new MemberHost(hosts, code, folder);
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Runs `npm run network -- …` there. @throws Error with what it said when it does not end with 0. */
  async network(...args: readonly string[]): Promise<string> {
    const { exitCode, out, note } = await this.tryNetwork(...args);
    if (exitCode !== 0)
      throw new Error(`${this.code}: network ${args.join(' ')}: ${exitCode}\n${note}${out}`);
    return out;
  }

  tryNetwork(...args: readonly string[]): Promise<Ran> {
    return this.#hosts.run(this.code, [NETWORK, ...args], { cwd: this.folder });
  }

  /** Runs `co …` there, with the key of that name. @throws Error with what it said when it does not end with 0. */
  async co(key: string, ...args: readonly string[]): Promise<string> {
    const { exitCode, out, note } = await this.#hosts.run(this.code, [scripts.cli, ...args], {
      cwd: this.folder,
      env: {
        ORIGIN_GATEWAY: `https://127.0.0.1:${GATEWAY_PORT}`,
        ORIGIN_CA: await this.#gatewayAuthority(),
        ORIGIN_PROFILE: this.path('data', 'connections', `${this.code}.json`),
        ORIGIN_KEY: this.path(`${key}.json`),
      },
    });
    if (exitCode !== 0) throw new Error(`${this.code}: co ${args.join(' ')}: ${exitCode}\n${note}${out}`);
    return out;
  }

  /** The authority of the member's TLS certificates: its gateway has its own of it. */
  async #gatewayAuthority(): Promise<string> {
    const folder = this.path('data', 'connections');
    const profile = await readFile(join(folder, `${this.code}.json`), 'utf8');
    const { peer } = JSON.parse(profile) as Pick<ConnectionProfile, 'peer'>;
    return resolve(folder, peer.tlsRootCertificate);
  }

  startGateway(): Promise<void> {
    const profile = this.path('data', 'connections', `${this.code}.json`);
    const options = ['--profile', profile, '--data', this.path('gateway'), '--port', GATEWAY_PORT];
    return this.#hosts.serve(
      this.code,
      [scripts.gateway, ...options, '--log-level', 'warn'],
      /listening/u,
      this.folder,
    );
  }

  /** Hands a file to another member, as by letter. @returns where it is there */
  async send(file: string, to: MemberHost, name: string): Promise<string> {
    const there = to.path(name);
    await copyFile(this.path(file), there);
    return there;
  }
}
