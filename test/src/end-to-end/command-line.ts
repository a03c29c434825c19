import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@origin-ledger/cli';
import { calendarDateAt, type Operation } from '@origin-ledger/model';
import {
  authorityEntries,
  TEST_AUTHORITIES,
  type SimulatedAct,
  type Teller,
} from '@origin-ledger/model/testing';
import type { OriginClient } from '@origin-ledger/sdk';
import { eventually } from '../support/eventually.js';
import type { World } from '../support/world.js';

const PATIENCE_SECONDS = 60;
const ZONES: Readonly<Record<string, number>> = { VN: 420, SG: 480, TH: 420, ASEAN: 420 };

/** Officers and administrators who work with `co` alone, each with files of their own in one folder. */
export class CommandLine implements Teller {
  readonly #world: World;
  readonly #folder: string;
  readonly #clients: readonly OriginClient[];
  readonly #listed = new Set<string>();
  #files = 0;

  /** @param clients one at each member's gateway: an act is done when all of them have seen it */
  constructor(world: World, folder: string, clients: readonly OriginClient[]) {
    this.#world = world;
    this.#folder = folder;
    this.#clients = clients;
  }

  /**
   * Runs one command in the name of a holder, as JSON.
   * @throws Error with what the command said, when its exit code is not 0
   */
  async co<T>(holder: string, ...args: readonly string[]): Promise<T> {
    const [member = ''] = holder.split(':');
    const lines: string[] = [];
    const notes: string[] = [];
    const exitCode = await run([...args, '--json'], {
      out: (line) => lines.push(line),
      note: (line) => notes.push(line),
      env: {
        ORIGIN_GATEWAY: this.#world.gatewayUrl(member === 'ASEAN' ? 'VN' : member),
        ORIGIN_KEY: this.keyFile(holder),
        ORIGIN_PROFILE: this.#world.profileFile(member),
      },
      fetch: (input, init) => globalThis.fetch(input, init),
    });
    if (exitCode !== 0) throw new Error(`co ${args.join(' ')}: ${exitCode}\n${notes.join('\n')}`);
    return JSON.parse(lines.join('\n')) as T;
  }

  keyFile(holder: string): string {
    return join(this.#folder, `${holder.replace(':', '-')}.json`);
  }

  /** Makes a key and has it registered; comes back when its gateway knows it. */
  async enrol(holder: string, role: string): Promise<string> {
    const file = this.keyFile(holder);
    const { kid } = await this.co<{ readonly kid: string }>(
      holder,
      ...['keys', 'new', '--holder', holder, '--out', file],
    );
    const authority = role === 'signatory' ? ['--authority', ...(await this.#authorities(holder))] : [];
    await this.co(holder, 'register', `${file}.registration.json`, '--role', role, ...authority);
    await this.#everywhere(0);
    return kid;
  }

  /** The authorities of the holder's member, listed before the first of its officials is registered. */
  async #authorities(holder: string): Promise<readonly string[]> {
    const [member = ''] = holder.split(':');
    for (const { code, kind, name, address } of this.#listed.has(member) ? [] : authorityEntries(member))
      await this.co(
        holder,
        ...['register', 'authority', code, '--kind', kind, '--name', name, '--address', address],
      );
    this.#listed.add(member);
    return TEST_AUTHORITIES;
  }

  today(member: string): string {
    return calendarDateAt(Date.now(), ZONES[member] ?? 0);
  }

  async perform({ by, op, args, parcels = [] }: SimulatedAct): Promise<string> {
    const files: string[] = [];
    for (const { box, readers, contents } of parcels)
      files.push(await this.#file({ box, readers, contents }));
    const { operation } = await this.co<{ readonly operation?: Operation }>(
      by,
      ...['act', op, await this.#file(args)],
      ...(files.length === 0 ? [] : ['--parcel', ...files]),
    );
    await this.#everywhere(operation?.block ?? 0);
    return operation?.id ?? '';
  }

  async delivered(name: string, _author: string, reader: string): Promise<void> {
    await eventually(async () => {
      const listed = await this.co<readonly { parcel: string; state: string }[]>(
        `${reader}:customs`,
        'parcels',
      );
      if (!listed.some((one) => one.parcel === name && one.state === 'DELIVERED'))
        throw new Error(`${name} is not delivered to ${reader}`);
    }, PATIENCE_SECONDS);
  }

  /** Comes back when every gateway has applied what its peer has, this block at least. */
  #everywhere(block: number): Promise<void> {
    return eventually(async () => {
      const states = await Promise.all(this.#clients.map((client) => client.status()));
      const blocks = new Set(states.map(({ asOf }) => asOf.block));
      if (blocks.size > 1 || states.some(({ asOf, lag }) => lag > 0 || asOf.block < block))
        throw new Error(`the gateways are not at one: ${[...blocks].join(', ')}`);
    }, PATIENCE_SECONDS);
  }

  async #file(value: unknown): Promise<string> {
    this.#files += 1;
    const file = join(this.#folder, `${this.#files}.json`);
    await writeFile(file, JSON.stringify(value));
    return file;
  }
}
