import { rm } from 'node:fs/promises';
import { writeConnectionProfiles } from '../connection/connection-profile.js';
import { NetworkError } from '../network-error.js';
import { memberAddress, type Topology } from '../topology/topology.js';
import { checkVersion, findBinaries, type FabricBinaries } from './binaries.js';
import { caService } from './ca/ca-service.js';
import { ensureIdentities } from './ca/ensure-identities.js';
import { formChannel } from './channel/form-channel.js';
import { ensureGenesisBlock } from './channel/genesis.js';
import { writeContractConnection, writeMemberConfiguration } from './config/write-configuration.js';
import { ownConsenters, ownMembers, type FabricContext } from './fabric-context.js';
import { agreedGenesis } from './hosts/agreed-genesis.js';
import { fabricLayout, type FabricLayout } from './layout.js';
import { newContractPackage } from './lifecycle/contract-package.js';
import { deployContract } from './lifecycle/deploy-contract.js';
import { completeUpgrade } from './lifecycle/upgrade-contract.js';
import {
  readState,
  writeState,
  type ContractProgram,
  type NetworkState,
  type OpenedNetwork,
} from './network-state.js';
import { lockFolder } from '../process/folder-lock.js';
import { assertPortsFree, type WantedPort } from '../process/taken-ports.js';
import { assertOwnAddress } from './process/own-address.js';
import {
  recordedServices,
  runningPid,
  startService,
  stopService,
  type ServiceDefinition,
} from './process/service.js';
import { contractService, logKeeperService, ordererService, ownContract, peerService } from './services.js';

/** How a Fabric network is started. */
export interface FabricNetworkOptions {
  /** Folder of everything the network keeps. */
  readonly data: string;
  /** Used on the first start; afterwards the network has its own. */
  readonly topology: Topology;
  /** The contract's program; the project's own when not given. */
  readonly contract?: ContractProgram;
  /** How long the contract may take for one call, at every peer. Default: 30. */
  readonly executeTimeoutSeconds?: number;
  readonly report?: (line: string) => void;
  /** Where FABRIC_BIN and PATH are looked up. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A network that runs: its processes live on until `down`, whatever becomes of the command that started them. */
export interface FabricNetwork extends OpenedNetwork {
  /** Folder of the members' connection profiles. */
  readonly connections: string;
  /** Names of its processes: `peer-VN`, `orderer-VN`, `contract-VN-1.0`. */
  services(): readonly string[];
  /** Process id of a service that runs. */
  pid(service: string): Promise<number | undefined>;
  /** Starts a service that has stopped. */
  start(service: string): Promise<void>;
  /** Stops one service: `SIGTERM` unless told otherwise. */
  stop(service: string, signal?: NodeJS.Signals): Promise<void>;
  /** Stops every process; data stays. */
  down(): Promise<void>;
}

/**
 * Starts the network of a data folder and waits until the contract answers at every member's peer and every peer knows
 * all endorsers. What runs already is left alone; what was made already is used again. Where a process ends instead of
 * serving, so do those that were started with it.
 *
 * @throws NetworkError `FABRIC_MISSING`, `FABRIC_TOO_OLD`, `ALREADY_RUNNING` while another start is under way, `PORT_TAKEN`,
 * `START_FAILED`, `FABRIC_COMMAND_FAILED`, `FABRIC_TIMEOUT`.
 */
export async function startFabricNetwork(options: FabricNetworkOptions): Promise<FabricNetwork> {
  const layout = fabricLayout(options.data);
  const binaries = await findBinaries(options.environment);
  options.report?.(`Fabric ${await checkVersion(binaries)}`);
  assertOwnAddress();
  const lock = lockFolder(layout.root, 'A start of the Fabric network');
  const running = new Set(recordedServices(layout).filter((name) => runningPid(layout, name) !== undefined));
  try {
    return await startLocked(options, layout, binaries);
  } catch (error) {
    if (error instanceof NetworkError && error.code === 'START_FAILED') {
      const started = recordedServices(layout).filter((name) => !running.has(name));
      await Promise.all(started.map((name) => stopService(layout, name)));
    }
    throw error;
  } finally {
    lock.release();
  }
}

async function startLocked(
  options: FabricNetworkOptions,
  layout: FabricLayout,
  binaries: FabricBinaries,
): Promise<FabricNetwork> {
  const begun = performance.now();
  const report = options.report ?? ((): void => undefined);
  const state = (await readState(layout)) ?? firstState(options);
  const context = contextOf(binaries, layout, state, report);

  const definitions = allServices(context, state);
  await assertPortsFree(portsToOpen(context, state, definitions));
  const members = ownMembers(context);
  await ensureIdentities(context, members);
  report('identities ready');
  const { executeTimeoutSeconds } = options;
  const choice = executeTimeoutSeconds === undefined ? {} : { executeTimeoutSeconds };
  await Promise.all(members.map((member) => writeMemberConfiguration(context, member, choice)));
  await Promise.all(members.map((member) => writeContractConnection(context, member, state.deployment)));
  const genesis = state.own === undefined ? await ensureGenesisBlock(context) : await agreedGenesis(context);
  await writeState(layout, state);
  for (const definition of definitions) await startService(layout, definition);
  report(`${definitions.length} processes started`);
  await formChannel(context, genesis);
  report(`all orderers and peers are in channel ${context.topology.channel}`);
  const deployed = await deploy(context, state);
  await writeProfiles(context);
  const where = state.own === undefined ? 'every peer' : `the peer of ${state.own.join(', ')}`;
  report(`${deployed.deployment.label} answers at ${where} after ${seconds(begun)} s`);
  return runningNetwork(context, deployed);
}

/** Brings the contract into force, by an upgrade that was broken off if there is one. */
async function deploy(context: FabricContext, state: NetworkState): Promise<NetworkState> {
  const { upgrade } = state;
  if (upgrade !== undefined) return completeUpgrade(context, { ...state, upgrade });
  const deployed = { ...state, deployment: await deployContract(context, state.deployment) };
  await writeState(context.layout, deployed);
  return deployed;
}

/** Writes each member's connection profile: all that gateways and commands need to know. */
export async function writeProfiles(context: FabricContext): Promise<void> {
  const { layout, topology } = context;
  await writeConnectionProfiles(
    layout.connections,
    { ledger: 'fabric', topology, organizations: layout.organizations },
    ownMembers(context),
  );
}

/** Opens a network that was started before, without starting anything. @throws NetworkError `NOT_RUNNING` when there is none. */
export async function openFabricNetwork(
  options: Readonly<{ data: string; report?: (line: string) => void; environment?: NodeJS.ProcessEnv }>,
): Promise<FabricNetwork> {
  const layout = fabricLayout(options.data);
  const state = await readState(layout);
  if (state === undefined) {
    throw new NetworkError(
      'NOT_RUNNING',
      `There is no Fabric network in ${options.data}: up --fabric makes one.`,
    );
  }
  const binaries = await findBinaries(options.environment);
  const report = options.report ?? ((): void => undefined);
  return runningNetwork(contextOf(binaries, layout, state, report), state);
}

/** Stops every process of a data folder's network, contracts and peers before orderers. */
export async function stopFabricNetwork(data: string): Promise<readonly string[]> {
  const layout = fabricLayout(data);
  const names = recordedServices(layout);
  await Promise.all(names.map((name) => stopService(layout, name)));
  return names;
}

/** Stops a network and deletes all it has: ledgers, keys, certificates. */
export async function resetFabricNetwork(data: string): Promise<void> {
  await stopFabricNetwork(data);
  await rm(fabricLayout(data).root, { recursive: true, force: true });
}

function runningNetwork(context: FabricContext, state: NetworkState): FabricNetwork {
  const { layout } = context;
  const definitions = allServices(context, state);
  const definition = (name: string): ServiceDefinition => {
    const found = definitions.find((each) => each.name === name);
    if (found === undefined) {
      const known = definitions.map((each) => each.name).join(', ');
      throw new NetworkError('USAGE', `There is no ${name}; there are ${known}.`);
    }
    return found;
  };
  return {
    context,
    state,
    connections: layout.connections,
    services: () => definitions.map(({ name }) => name),
    pid: (name) => Promise.resolve(runningPid(layout, definition(name).name)),
    start: async (name) => {
      await startService(layout, definition(name));
    },
    stop: (name, signal) => stopService(layout, definition(name).name, signal),
    down: async () => {
      await stopFabricNetwork(layout.data);
    },
  };
}

/** The processes of a network on this machine, in the order in which they start best. */
export function allServices(context: FabricContext, state: NetworkState): readonly ServiceDefinition[] {
  const members = ownMembers(context);
  return [
    ...members.map((member) => caService(context, member)),
    ...ownConsenters(context).map((member) => ordererService(context, member)),
    ...members.map((member) => peerService(context, member)),
    ...members.map((member) => contractService(context, member, state.deployment, state.contract)),
    logKeeperService(context),
  ];
}

/** What every step on a network needs to know, from what it is at present. */
export function contextOf(
  binaries: FabricBinaries,
  layout: FabricLayout,
  { topology, consenters, former, own }: NetworkState,
  report: (line: string) => void,
): FabricContext {
  return {
    ...{ binaries, layout, topology, consenters, former, report },
    ...(own === undefined ? {} : { own }),
  };
}

/** A network that has not been started yet. */
export function firstState({
  topology,
  contract,
}: Pick<FabricNetworkOptions, 'topology' | 'contract'>): NetworkState {
  const { name, version } = topology.chaincode;
  const { label, id } = newContractPackage(name, version);
  return {
    topology,
    consenters: topology.members.map((member) => member.code),
    former: [],
    contract: contract ?? ownContract,
    deployment: {
      version,
      sequence: 1,
      label,
      packageId: id,
      ports: Object.fromEntries(topology.members.map((member) => [member.code, member.contract.port])),
    },
  };
}

/** Ports of the services that do not run yet. */
function portsToOpen(
  context: FabricContext,
  state: NetworkState,
  definitions: readonly ServiceDefinition[],
): readonly WantedPort[] {
  const stopped = new Set<string>();
  for (const { name } of definitions) {
    if (runningPid(context.layout, name) === undefined) stopped.add(name);
  }
  return ownMembers(context).flatMap((member) => {
    const host = memberAddress(context.topology, member);
    const port = (name: string, number: number, at = host): WantedPort => ({ name, host: at, port: number });
    const [ca, orderer, peer, contract] = [
      caService(context, member).name,
      ordererService(context, member).name,
      peerService(context, member).name,
      contractService(context, member, state.deployment, state.contract).name,
    ];
    return [
      port(ca, member.ca.port),
      port(orderer, member.orderer.port),
      port(orderer, member.orderer.adminPort),
      port(orderer, member.orderer.operationsPort, '127.0.0.1'),
      port(peer, member.peer.port),
      port(peer, member.peer.chaincodePort),
      port(peer, member.peer.operationsPort, '127.0.0.1'),
      port(contract, state.deployment.ports[member.code] ?? member.contract.port),
    ].filter(({ name }) => stopped.has(name));
  });
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
