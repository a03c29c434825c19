import { readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  openAdministrator,
  readConnectionProfile,
  registerKey,
  registerMember,
  registryActs,
  type Administrator,
  type Recorded,
} from '@origin-ledger/cli';
import type { Role, SignatureAlgorithm } from '@origin-ledger/model';
import { authorityEntries, TEST_AUTHORITIES } from '@origin-ledger/model/testing';
import {
  endpoint,
  NetworkError,
  readTopology,
  withFreePorts,
  type ConnectionProfile,
  type Member,
  type Topology,
} from '@origin-ledger/network';
import type { FabricNetwork } from '@origin-ledger/network/fabric';
import { keepRunning, ManagedProcess, type Keeping } from '@origin-ledger/network/process';
import {
  newClient,
  newSigningKey,
  OriginApiError,
  registrationOf,
  type ClientOptions,
  type Fetch,
  type HolderKey,
  type OriginClient,
} from '@origin-ledger/sdk';
import { trustingFetch } from '@origin-ledger/sdk/node';
import { eventually } from './eventually.js';
import {
  chosenLedger,
  EmbeddedLedgerProcesses,
  FabricLedgerProcesses,
  keptOf,
  type LedgerKind,
  type LedgerProcesses,
} from './ledger-processes.js';
import { scripts } from './paths.js';

export interface WorldOptions {
  /** Members whose gateways run. */
  readonly members: readonly string[];
  /** Data folder, kept. Default: a temporary one, removed at the end. */
  readonly directory?: string;
  /** Default: that of the project, on free ports. */
  readonly topology?: Topology;
  /** Further contracts to deploy: compiled script of the service by name. */
  readonly contracts?: Readonly<Record<string, string>>;
  /** Default: the one `LEDGER` names, else the embedded ledger. */
  readonly ledger?: LedgerKind;
  /** Told how far a long start is. */
  readonly report?: (line: string) => void;
  /** Environment of the gateways' processes. */
  readonly gatewayEnvironment?: Readonly<Record<string, string>>;
  /** Keeps what the processes say in files below `logs`: all they have to say, or only what is wrong. */
  readonly logs?: 'all' | 'faults';
  /** Folder in which the processes are noted while they run, so that a later start knows them. */
  readonly run?: string;
  /** Gateways speak TLS, each with a certificate of its member's own authority. Default: plain HTTP on this machine. */
  readonly tls?: boolean;
}

/** Who keeps the register of the network that every world founds. */
export const KEEPER = 'ASEAN';

/** Minutes east of UTC: Hanoi, Singapore, Bangkok, Jakarta. */
export const UTC_OFFSETS: Readonly<Record<string, number>> = { VN: 420, SG: 480, TH: 420, ASEAN: 420 };

/**
 * The whole system in processes of its own: a ledger with our contracts, and a gateway for each member asked
 * for; every member registered.
 */
export class World implements AsyncDisposable {
  readonly data: string;
  readonly topology: Topology;
  readonly #temporary: boolean;
  readonly #options: WorldOptions;
  readonly #processes: LedgerProcesses;
  readonly #administrators = new Map<string, Promise<Administrator>>();
  readonly #authorities = new Map<string, Promise<void>>();
  readonly #gateways = new Map<string, ManagedProcess>();
  readonly #kept: Readonly<{ logs?: string; run?: string }>;

  private constructor(data: string, temporary: boolean, topology: Topology, options: WorldOptions) {
    this.#options = options;
    this.data = data;
    this.topology = topology;
    this.#temporary = temporary;
    const { ledger, contracts, report, run } = options;
    this.#kept = {
      ...(options.logs === undefined ? {} : { logs: join(data, 'logs') }),
      ...(run === undefined ? {} : { run }),
    };
    const parts = {
      ...{ data, topology, ...this.#kept },
      ...(contracts === undefined ? {} : { contracts }),
      ...(report === undefined ? {} : { report }),
    };
    this.#processes =
      (ledger ?? chosenLedger()) === 'fabric'
        ? new FabricLedgerProcesses(parts)
        : new EmbeddedLedgerProcesses(parts);
  }

  /** @throws NetworkError saying which process did not start, and why; what was started is stopped */
  static async start(options: WorldOptions): Promise<World> {
    const world = await World.prepare(options);
    try {
      await world.start();
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  /** A world of which nothing runs yet. */
  static async prepare(options: WorldOptions): Promise<World> {
    const { directory, topology } = options;
    const data = directory ?? (await mkdtemp(join(tmpdir(), 'origin-world-')));
    const temporary = directory === undefined;
    const world = new World(
      data,
      temporary,
      topology ?? (await withFreePorts(await readTopology())),
      options,
    );
    if (temporary) {
      process.once('exit', () => {
        world.#processes.killNow();
        rmSync(data, { recursive: true, force: true });
      });
    }
    return world;
  }

  /** Starts the ledger and the gateways, and registers the members. Where it fails, {@link close} stops what runs. */
  async start(): Promise<void> {
    await mkdir(this.#kept.logs ?? this.data, { recursive: true, mode: 0o700 });
    await this.#processes.start();
    await Promise.all([
      this.#registerMembers(),
      ...this.#options.members.map((code) => this.startGateway(code)),
    ]);
  }

  /** The processes of the embedded ledger. @throws Error on Fabric, whose processes are its network's */
  get embedded(): EmbeddedLedgerProcesses {
    if (this.#processes instanceof EmbeddedLedgerProcesses) return this.#processes;
    throw new Error('this world runs on Fabric');
  }

  /** The processes of the Fabric network. @throws Error on the embedded ledger */
  get fabric(): FabricNetwork {
    if (this.#processes instanceof FabricLedgerProcesses) return this.#processes.network;
    throw new Error('this world runs on the embedded ledger');
  }

  /** Kills the ledger's processes, all at once, and starts them again. Gateways go on. */
  crashLedger(): Promise<void> {
    return this.#processes.crash();
  }

  get ledgerKind(): LedgerKind {
    return this.#processes.kind;
  }

  /** Seconds the ledger's last start took until the project's contracts answered. */
  get ledgerSeconds(): number {
    return this.#processes.startSeconds;
  }

  /** Ids of all its processes, by name. */
  async pids(): Promise<Readonly<Record<string, number>>> {
    const gateways = [...this.#gateways].map(([code, { pid }]) => [`gateway-${code}`, pid] as const);
    return { ...(await this.#processes.pids()), ...Object.fromEntries(gateways) };
  }

  /** The process of a member's gateway. */
  gateway(code: string): ManagedProcess {
    return started(this.#gateways.get(code), `gateway of ${code}`);
  }

  /** Where a member's gateway listens. */
  gatewayUrl(code: string): string {
    return `${this.#options.tls === true ? 'https' : 'http'}://127.0.0.1:${this.member(code).gateway.port}`;
  }

  /** The certificate of the authority that a member's gateway has its own of; undefined: gateways speak plain HTTP. */
  gatewayAuthority(code: string): string | undefined {
    return this.#options.tls === true ? this.#inProfile(code).authority : undefined;
  }

  /** How a gateway is asked: trusting its member's authority, where it speaks TLS. */
  fetchAt(code: string): Fetch {
    const authority = this.gatewayAuthority(code);
    return authority === undefined ? globalThis.fetch : trustingFetch(readFileSync(authority, 'utf8'));
  }

  /** The file that says how a member reaches the ledger. */
  profileFile(code: string): string {
    return join(this.data, 'connections', `${code}.json`);
  }

  /** Host and port of a member's peer. */
  peerEndpoint(code: string): string {
    return endpoint(this.topology.host, this.member(code).peer.port);
  }

  member(code: string): Member {
    const member = this.topology.members.find((each) => each.code === code);
    if (member === undefined) throw new RangeError(`no member ${code}`);
    return member;
  }

  /** Starts a member's gateway and waits until it is ready: it may first have to read a long ledger. */
  async startGateway(
    code: string,
    {
      env = {},
      readySeconds = 60,
    }: Readonly<{ env?: Readonly<Record<string, string>>; readySeconds?: number }> = {},
  ): Promise<void> {
    const gateway = await this.#listeningGateway(code, env);
    const ended = gateway.ended.then((how) => {
      throw new NetworkError('START_FAILED', `The gateway of ${code} ended before it was ready: ${how}`);
    });
    const ask = this.fetchAt(code);
    const ready = eventually(async () => {
      const { ok } = await ask(`${this.gatewayUrl(code)}/health/ready`, {});
      if (!ok) throw new Error(`the gateway of ${code} listens but is not ready\n${gateway.output}`);
    }, readySeconds);
    await Promise.race([ready, ended]);
  }

  /** A member's own gateway, which is known before it listens, so that it is stopped with the others whatever becomes of it. */
  async #listeningGateway(code: string, env: Readonly<Record<string, string>> = {}): Promise<ManagedProcess> {
    const gateway = this.#launchGateway(code, { port: this.member(code).gateway.port, env });
    this.#gateways.set(code, gateway);
    await gateway.ready;
    return gateway;
  }

  /** Starts again what ends by itself, until told to stop: a gateway that is started again need not be ready at once. */
  keepRunning(report: (line: string) => void): Keeping {
    const watching = new AbortController();
    this.#processes.watch(report, watching.signal).catch((error: unknown) => {
      report(`The ledger is not watched any more: ${error instanceof Error ? error.message : String(error)}`);
    });
    const gateways = [...this.#gateways.keys()].map((code) => ({
      name: `gateway of ${code}`,
      ended: () => this.gateway(code).ended,
      start: async () => {
        await this.#listeningGateway(code);
      },
    }));
    const keeping = keepRunning([...this.#processes.parts(), ...gateways], report);
    return {
      failed: keeping.failed,
      stop: () => {
        watching.abort();
        keeping.stop();
      },
    };
  }

  /** A gateway over a member's store, beside the one it has: who starts it stops it. It need not be ready yet. */
  async startFurtherGateway(
    code: string,
    { port = 0, env = {} }: Readonly<{ port?: number; env?: Readonly<Record<string, string>> }> = {},
  ): Promise<ManagedProcess> {
    const gateway = this.#launchGateway(code, { port, env });
    await gateway.ready;
    return gateway;
  }

  #launchGateway(
    code: string,
    { port, env }: Readonly<{ port: number; env: Readonly<Record<string, string>> }>,
  ): ManagedProcess {
    return ManagedProcess.launch({
      name: `gateway of ${code}`,
      script: scripts.gateway,
      args: [
        ...['--profile', this.profileFile(code)],
        ...['--port', String(port)],
        ...['--data', this.gatewayData(code)],
        ...this.#tlsArguments(code),
        ...['--log-level', this.#options.logs === 'all' ? 'trace' : 'warn'],
      ],
      ready: /listening/,
      ...keptOf(this.#kept, `gateway-${code}`),
      env: { ...this.#options.gatewayEnvironment, ...env },
    });
  }

  /** Folder of a member's gateway: its store and its key. */
  gatewayData(code: string): string {
    return join(this.data, 'gateways', code);
  }

  /** The administrator of a member; connected once, closed with the world. */
  administrator(code: string): Promise<Administrator> {
    let administrator = this.#administrators.get(code);
    if (administrator === undefined) {
      administrator = openAdministrator(readConnectionProfile(this.profileFile(code)));
      this.#administrators.set(code, administrator);
    }
    return administrator;
  }

  /** Makes a key for a holder such as `VN:officer-1` and has it registered by his member's administrator. */
  async enrol(
    holder: string,
    roles: readonly Role[],
    alg: SignatureAlgorithm = 'ES256',
    authorities: readonly string[] = TEST_AUTHORITIES,
  ): Promise<HolderKey> {
    const key = await newSigningKey({ holder, alg });
    await this.register(key, roles, authorities);
    return key;
  }

  /** Has a key registered, a signatory's as that of an official of these authorities, and waits until the gateway of its member knows it. */
  async register(
    key: HolderKey,
    roles: readonly Role[],
    authorities: readonly string[] = TEST_AUTHORITIES,
  ): Promise<Recorded> {
    const code = codeOf(key.holder);
    const administrator = await this.administrator(code);
    const registration = await registrationOf(key, administrator.audience);
    const official = roles.includes('signatory');
    if (official) await this.#authoritiesListed(code);
    const recorded = await registerKey(administrator, registration, {
      roles,
      ...(official ? { authorities } : {}),
    });
    if (this.#gateways.has(code)) await this.#untilKnown(key);
    return recorded;
  }

  /** Whether the gateway of its member knows the key. */
  async isRegistered(key: HolderKey): Promise<boolean> {
    return this.client(key, { retries: false })
      .registeredKey(key.kid)
      .then(
        () => true,
        (error: unknown) => {
          if (error instanceof OriginApiError && error.code === 'KEY_UNKNOWN') return false;
          throw error;
        },
      );
  }

  async #untilKnown(key: HolderKey): Promise<void> {
    const client = this.client(key);
    await eventually(async () => {
      await client.registeredKey(key.kid);
    });
  }

  /** A client at the gateway of the holder's member, or of another one. */
  client(key: HolderKey, options: Partial<ClientOptions> = {}): OriginClient {
    const code = codeOf(key.holder);
    return newClient({ gateway: this.gatewayUrl(code), key, fetch: this.fetchAt(code), ...options });
  }

  #tlsArguments(code: string): readonly string[] {
    if (this.#options.tls !== true) return ['--plain-http'];
    const { certificate, privateKey } = this.#inProfile(code);
    return ['--tls-cert', certificate, '--tls-key', privateKey];
  }

  /** What a member's profile names for TLS at its gateway, as files. */
  #inProfile(code: string): Readonly<{ authority: string; certificate: string; privateKey: string }> {
    const file = this.profileFile(code);
    const { peer, gatewayTls } = JSON.parse(readFileSync(file, 'utf8')) as Pick<
      ConnectionProfile,
      'peer' | 'gatewayTls'
    >;
    const at = (path: string): string => resolve(dirname(file), path);
    const { certificate, privateKey } = gatewayTls;
    return {
      authority: at(peer.tlsRootCertificate),
      certificate: at(certificate),
      privateKey: at(privateKey),
    };
  }

  /** Stops every process; removes the data unless its folder was given. */
  async close(): Promise<void> {
    await Promise.all([this.#closeAdministrators(), this.#stopProcesses()]);
    if (this.#temporary) await rm(this.data, { recursive: true, force: true });
  }

  async #closeAdministrators(): Promise<void> {
    for (const administrator of await Promise.allSettled(this.#administrators.values())) {
      if (administrator.status === 'fulfilled') administrator.value.close();
    }
  }

  async #stopProcesses(): Promise<void> {
    await Promise.all([...this.#gateways.values()].map((gateway) => gateway.stop()));
    await this.#processes.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Lists the authorities of a member for which its signatories sign, before the first of them is registered. */
  #authoritiesListed(code: string): Promise<void> {
    const listed =
      this.#authorities.get(code) ??
      this.administrator(code).then(async (administrator) => {
        for (const entry of authorityEntries(code))
          await administrator.perform(registryActs.authority(entry));
      });
    this.#authorities.set(code, listed);
    return listed;
  }

  async #registerMembers(): Promise<void> {
    const members = this.topology.members.map(({ code }) => code);
    const [founder = '', ...others] = members;
    // One founds the network; the others find its charter as they state it.
    await this.#registerMember(founder, members);
    await Promise.all(others.map((code) => this.#registerMember(code, members)));
  }

  async #registerMember(code: string, members: string[]): Promise<void> {
    const administrator = await this.administrator(code);
    if (await administrator.isRegistered()) return;
    await registerMember(administrator, {
      utcOffsetMinutes: UTC_OFFSETS[code] ?? 0,
      exchanges: code !== KEEPER,
      charter: { keeper: KEEPER, members },
    });
  }
}

const codeOf = (holder: string): string => holder.split(':')[0] ?? '';

function started<T>(process: T | undefined, name: string): T {
  if (process === undefined) throw new Error(`the ${name} was not started`);
  return process;
}
