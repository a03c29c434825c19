import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import type { Topology } from '@origin-ledger/network';
import type { FabricNetwork } from '@origin-ledger/network/fabric';
import { ManagedProcess } from './managed-process.js';
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
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Kills every process of the ledger at once, whatever it does, and starts it again. */
  crash(): Promise<void>;
}

export interface LedgerProcessesOptions {
  readonly data: string;
  readonly topology: Topology;
  /** Further contracts to deploy: address of the service by name. */
  readonly contracts?: Readonly<Record<string, string>>;
  readonly report?: (line: string) => void;
  /** Folder that keeps what the processes write. */
  readonly logs?: string;
}

/** The embedded ledger: one process, and one contract service for all members. */
export class EmbeddedLedgerProcesses implements LedgerProcesses {
  readonly kind = 'embedded';
  readonly #options: LedgerProcessesOptions;
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
    await Promise.all([this.startContracts(), this.startLedger()]);
  }

  async stop(): Promise<void> {
    await this.#ledger?.stop();
    await this.#contracts?.stop();
  }

  async crash(): Promise<void> {
    await Promise.all([this.ledger.kill(), this.contracts.kill()]);
    await this.start();
  }

  async startContracts(): Promise<void> {
    this.#contracts = await ManagedProcess.start({
      name: 'contract service',
      script: scripts.contracts,
      args: ['--address', this.#contractAddress, '--id', this.#options.topology.chaincode.name],
      ready: /^listening /,
      ...logOf(this.#options, 'contracts'),
    });
  }

  async startLedger(): Promise<void> {
    const { data, topology, contracts = {} } = this.#options;
    const topologyFile = join(data, 'topology.json');
    await writeFile(topologyFile, JSON.stringify(topology));
    this.#ledger = await ManagedProcess.start({
      name: 'ledger',
      script: scripts.ledger,
      args: [
        ...[data, topologyFile, this.#contractAddress],
        ...Object.entries(contracts).map(([name, address]) => `${name}=${address}`),
      ],
      ready: /^ledger ready/,
      ...logOf(this.#options, 'ledger'),
    });
  }

  get #contractAddress(): string {
    const { topology } = this.#options;
    return `${topology.host}:${topology.members[0]?.contract.port ?? 0}`;
  }
}

/** A Fabric network of native processes: peers, BFT orderers, certificate authorities, a contract service for each member. */
export class FabricLedgerProcesses implements LedgerProcesses {
  readonly kind = 'fabric';
  readonly #options: LedgerProcessesOptions;
  #network: FabricNetwork | undefined;

  constructor(options: LedgerProcessesOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { startFabricNetwork } = await import('@origin-ledger/network/fabric');
    const { data, topology, report } = this.#options;
    this.#network = await startFabricNetwork({
      data,
      topology,
      ...(report === undefined ? {} : { report }),
    });
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
    const { stopFabricNetwork } = await import('@origin-ledger/network/fabric');
    await stopFabricNetwork(this.#options.data);
  }
}

/** Where a process writes to, where logs are kept. */
export const logOf = (
  { logs }: { readonly logs?: string | undefined },
  name: string,
): { readonly log?: string } => (logs === undefined ? {} : { log: join(logs, `${name}.log`) });

function started<T>(process: T | undefined, name: string): T {
  if (process === undefined) throw new Error(`the ${name} was not started`);
  return process;
}
