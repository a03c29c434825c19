import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FormerMember } from '../contract/contract-terms.js';
import { validateTopology } from '../topology/validate-topology.js';
import type { Member, Topology } from '../topology/topology.js';
import type { FabricContext } from './fabric-context.js';
import type { FabricLayout } from './layout.js';

/** One version of the contract that members run. */
export interface Deployment {
  readonly version: string;
  /** Lifecycle's count of definitions. */
  readonly sequence: number;
  readonly label: string;
  readonly packageId: string;
  /** Port of each member's service, by member code. */
  readonly ports: Readonly<Record<string, number>>;
}

/** What a network is at present; it outlives the processes. */
export interface NetworkState {
  readonly topology: Topology;
  readonly deployment: Deployment;
  /** Codes of members whose orderers take part in consensus. */
  readonly consenters: readonly string[];
  /** Members that have left. */
  readonly former: readonly FormerMember[];
  /** How to run the contract. */
  readonly contract: ContractProgram;
  /** Codes of the members this machine runs, where each member has its own; all when not given. */
  readonly own?: readonly string[];
  /** A member whose joining has begun and is not complete; the same command goes on with it. */
  readonly joining?: Member;
  /** A new version whose coming has begun and is not complete; the same command goes on with it, and so does a start. */
  readonly upgrade?: Upgrade;
}

/** A network as its data folder has it: how to reach it, and what it is. */
export interface OpenedNetwork {
  readonly context: FabricContext;
  readonly state: NetworkState;
}

/** From one version of the contract to the next. */
export interface Upgrade {
  readonly from: Deployment;
  readonly to: Deployment;
  /** How to run the next one. */
  readonly contract: ContractProgram;
}

/** A program that serves the contract; address, id and TLS files are added to its arguments. */
export interface ContractProgram {
  readonly command: string;
  readonly args: readonly string[];
}

/** The network of a data folder; undefined when there is none. */
export async function readState(layout: FabricLayout): Promise<NetworkState | undefined> {
  const text = await readFile(layout.state, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const state = JSON.parse(text) as NetworkState;
  return { ...state, topology: validateTopology(state.topology) };
}

/** Remembers what the network is, whole or not at all. */
export async function writeState(layout: FabricLayout, state: NetworkState): Promise<void> {
  await mkdir(dirname(layout.state), { recursive: true, mode: 0o700 });
  await writeFile(`${layout.state}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${layout.state}.new`, layout.state);
}
