import { newClient, type Fetch, type HolderKey, type OriginClient } from '@origin-ledger/sdk';
import { trustingFetch } from '@origin-ledger/sdk/node';
import type { Command } from 'commander';
import { readCertificates } from './files/certificate-file.js';
import { readKeyFile } from './files/key-file.js';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

export const DEFAULT_GATEWAY = 'http://127.0.0.1:8080';

interface GlobalOptions {
  readonly gateway?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly plainHttp?: boolean;
  readonly json?: boolean;
}

/** What every command needs: the global options, resolved, and the way to answer. */
export class Context {
  readonly io: Io;
  readonly #command: Command;

  constructor(io: Io, command: Command) {
    this.io = io;
    this.#command = command;
  }

  get json(): boolean {
    return this.#options().json === true;
  }

  /** Whether the command line itself names a gateway, beyond what the environment says is usual. */
  get namesGateway(): boolean {
    return this.#options().gateway !== undefined;
  }

  get gateway(): string {
    const address = this.#options().gateway ?? this.io.env['ORIGIN_GATEWAY'] ?? DEFAULT_GATEWAY;
    if (!/^https?:\/\//.test(address) || !URL.canParse(address))
      throw new UsageError(`${address} is not the address of a gateway, such as ${DEFAULT_GATEWAY}`);
    const { username, password, search, hash } = new URL(address);
    if (`${username}${password}${search}${hash}` !== '')
      throw new UsageError(
        'the address of a gateway has no user, query or fragment: only host, port and path',
      );
    return address;
  }

  async client(): Promise<OriginClient> {
    return this.clientOf(await this.#key());
  }

  /** A client in the name of this key's holder. */
  clientOf(key: HolderKey): OriginClient {
    const { gateway, io } = this;
    const plainHttp = this.#options().plainHttp === true || io.env['ORIGIN_PLAIN_HTTP'] === '1';
    return newClient({ gateway, key, fetch: this.#fetch(), plainHttp });
  }

  /** Answers: the value as one JSON text, or lines for people. */
  answer(value: unknown, lines: () => readonly string[]): void {
    if (this.json) this.io.out(JSON.stringify(value, undefined, 2));
    else for (const line of lines()) this.io.out(line);
  }

  #fetch(): Fetch {
    const file = this.#options().ca ?? this.io.env['ORIGIN_CA'];
    if (file === undefined || file === '') return this.io.fetch;
    return trustingFetch(readCertificates(file));
  }

  #key(): Promise<HolderKey> {
    const file = this.#options().key ?? this.io.env['ORIGIN_KEY'];
    if (file === undefined)
      throw new UsageError('no key: give --key FILE or ORIGIN_KEY (make one with "co keys new")');
    return readKeyFile(file);
  }

  #options(): GlobalOptions {
    return this.#command.optsWithGlobals<GlobalOptions>();
  }
}
