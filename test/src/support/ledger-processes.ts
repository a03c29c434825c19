import { join } from 'node:path';
import { endpoint, freePort, type Topology } from '@origin-ledger/network';
import type * as fabricRoom from '@origin-ledger/network/fabric';
import type { FabricNetwork } from '@origin-ledger/network/fabric';
import { ManagedProcess, type ManagedProcessOptions, type Part } from '@origin-ledger/network/process';
import { scripts } from './paths.js';

/** Which ledger a world runs on: `LEDGER=fabric` chooses the real one. */
export type LedgerKind = 'embedded' | 'fabric';

export function chosenLedger(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LedgerKind {
  const kind = environment['LEDGER'] ?? 'embedded';
  if (kind !== 'embedded' && kind !== 'fabric')
    throw new RangeError(`LEDGER is embedded or fabric, not ${kind}`);
  return kind;
}

/** A ledger with our contracts on it, as processes. */
export interface LedgerProcesses {
  readonly kind: LedgerKind;
  /** Seconds the last start took until the project's own contracts answered. */
  readonly startSeconds: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Kills every process of the ledger at once, whatever it does, and starts it again. */
  crash(): Promise<void>;
  /** For a program about to end, which cannot wait: leaves no process behind. */
  killNow(): void;
  /** Ids of the processes that run, by name. */
  pids(): Promise<Readonly<Record<string, number>>>;
  /** Those of its processes that are children of this one, to be kept running. */
  parts(): readonly Part[];
  /** Keeps running those that are not, until the signal. */
  watch(report: (line: string) => void, signal: AbortSignal): Promise<void>;
}

export interface LedgerProcessesOptions {
  readonly data: string;
  readonly topology: Topology;
  /** Further contracts to deploy: compiled script of the service by name. */
  readonly contracts?: Readonly<Record<string, string>>;
  readonly report?: (line: string) => void;
  /** Folder that keeps what the processes write. */
  readonly logs?: string;
  /** Folder in which the processes are noted while they run. */
  readonly run?: string;
}

/** The embedded ledger: one process, and one contract service for all members. */
export class EmbeddedLedgerProcesses implements LedgerProcesses {
  readonly kind = 'embedded';
  startSeconds = 0;
  readonly #options: LedgerProcessesOptions;
  readonly #further = new Map<string, { readonly address: string; readonly service: ManagedProcess }>();
  #contracts: ManagedProcess | undefined;
  #ledger: ManagedProcess | undefined;

  constructor(options: LedgerProcessesOptions) {
    this.#options = options;
  }

  get ledger(): ManagedProcess {
    return started(this.#ledger, 'ledger');
  }

  get contracts(): ManagedProcess {
    return started(this.#contracts, 'contract service');
  }

  async start(): Promise<void> {
    for (const [name, script] of Object.entries(this.#options.contracts ?? {})) {
      if (this.#further.get(name)?.service.running === true) continue;
      const address = `127.0.0.1:${await freePort('127.0.0.1')}`;
      const service = ManagedProcess.launch({
        name: `contract ${name}`,
        script,
        args: ['--address', address, '--id', name],
        ready: /^listening /,
        ...keptOf(this.#options, name),
      });
      this.#further.set(name, { address, service });
      await service.ready;
    }
    const began = performance.now();
    await Promise.all([this.startContracts(), this.startLedger()]);
    this.startSeconds = (performance.now() - began) / 1000;
  }

  async stop(): Promise<void> {
    await this.#ledger?.stop();
    await this.#contracts?.stop();
    await Promise.all([...this.#further.values()].map(({ service }) => service.stop()));
  }

  /** Its processes end with the one that started them. */
  killNow(): void {
    return;
  }

  pids(): Promise<Readonly<Record<string, number>>> {
    return Promise.resolve({ ledger: this.ledger.pid, contracts: this.contracts.pid });
  }

  async crash(): Promise<void> {
    await Promise.all([this.ledger.kill(), this.contracts.kill()]);
    await this.start();
  }

  async startContracts(): Promise<void> {
    this.#contracts = ManagedProcess.launch({
      name: 'contract service',
      script: scripts.contracts,
      args: ['--address', this.#contractAddress, '--id', this.#options.topology.chaincode.name],
      ready: /^listening /,
      ...keptOf(this.#options, 'contracts'),
    });
    await this.#contracts.ready;
  }

  async startLedger(): Promise<void> {
    const { data, topology } = this.#options;
    this.#ledger = ManagedProcess.launch({
      name: 'ledger',
      script: scripts.ledger,
      args: [
        ...[data, this.#contractAddress],
        ...[...this.#further].map(([name, { address }]) => `${name}=${address}`),
      ],
      env: { ORIGIN_LEDGER_TOPOLOGY: JSON.stringify(topology) },
      ready: /^ledger ready/,
      ...keptOf(this.#options, 'ledger'),
    });
    await this.#ledger.ready;
  }

  parts(): readonly Part[] {
    return [
      { name: 'ledger', ended: () => this.ledger.ended, start: () => this.startLedger() },
      { name: 'contract service', ended: () => this.contracts.ended, start: () => this.startContracts() },
    ];
  }

  /** All are children of this one. */
  watch(): Promise<void> {
    return Promise.resolve();
  }

  get #contractAddress(): string {
    const { topology } = this.#options;
    return endpoint(topology.host, topology.members[0]?.contract.port ?? 0);
  }
}

/** A Fabric network of native processes: peers, BFT orderers, certificate authorities, a contract service for each member. */
export class FabricLedgerProcesses implements LedgerProcesses {
  readonly kind = 'fabric';
  startSeconds = 0;
  readonly #options: LedgerProcessesOptions;
  #fabric: typeof fabricRoom | undefined;
  #network: FabricNetwork | undefined;
  /** The network's processes are no children of this one: it stops them when this one is gone. */
  #guard: ManagedProcess | undefined;

  constructor(options: LedgerProcessesOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#fabric = await import('@origin-ledger/network/fabric');
    const { data, topology, report, contracts = {} } = this.#options;
    this.#guard ??= ManagedProcess.launch({
      name: 'guard of the Fabric network',
      script: scripts.fabricGuard,
      args: [data],
      ready: /^guarding/,
      endsItself: true,
      ...keptOf(this.#options, 'guard'),
    });
    await this.#guard.ready;
    const began = performance.now();
    this.#network = await this.#fabric.startFabricNetwork({
      data,
      topology,
      ...(report === undefined ? {} : { report }),
    });
    this.startSeconds = (performance.now() - began) / 1000;
    for (const [name, script] of Object.entries(contracts)) {
      const program = { command: process.execPath, args: [script] };
      await this.#fabric.deployFurtherContract(this.#network, { name, program });
    }
  }

  get network(): FabricNetwork {
    return started(this.#network, 'Fabric network');
  }

  async crash(): Promise<void> {
    const { network } = this;
    await Promise.all(network.services().map((name) => network.stop(name, 'SIGKILL')));
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#fabric?.stopFabricNetwork(this.#options.data);
    await this.#guard?.kill();
    this.#guard = undefined;
  }

  killNow(): void {
    this.#fabric?.killFabricNetwork(this.#options.data);
  }

  parts(): readonly Part[] {
    return [];
  }

  async watch(report: (line: string) => void, signal: AbortSignal): Promise<void> {
    await this.#fabric?.watchNetwork({ data: this.#options.data, report, signal });
  }

  async pids(): Promise<Readonly<Record<string, number>>> {
    const { network } = this;
    const found = await Promise.all(
      network.services().map(async (name) => [name, await network.pid(name)] as const),
    );
    return Object.fromEntries(found.flatMap(([name, pid]) => (pid === undefined ? [] : [[name, pid]])));
  }
}

/** Where a process writes to and is noted, if it is. */
export const keptOf = (
  { logs, run }: Pick<LedgerProcessesOptions, 'logs' | 'run'>,
  name: string,
): Pick<ManagedProcessOptions, 'log' | 'run'> => ({
  ...(logs === undefined ? {} : { log: join(logs, `${name}.log`) }),
  ...(run === undefined ? {} : { run }),
});

function started<T>(process: T | undefined, name: string): T {
  if (process === undefined) throw new Error(`the ${name} was not started`);
  return process;
}
