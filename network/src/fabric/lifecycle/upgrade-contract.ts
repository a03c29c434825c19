import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { NetworkError } from '../../network-error.js';
import { writeContractConnection } from '../config/write-configuration.js';
import { ownMembers } from '../fabric-context.js';
import type { FabricNetwork } from '../network.js';
import { writeState, type ContractProgram, type Deployment, type NetworkState } from '../network-state.js';
import { startService, stopService } from '../process/service.js';
import { contractName, contractService } from '../services.js';
import { newContractPackage } from './contract-package.js';
import { deployContract } from './deploy-contract.js';
import { servicePorts } from './service-ports.js';

/** What the members move to. */
export interface UpgradeOptions {
  readonly version: string;
  /** The new version's program; the same one when not given. */
  readonly contract?: ContractProgram;
}

/** An endorsement takes no longer than this, so after it the old version has no more work. Milliseconds. */
const LONGEST_EXECUTION = 10_000;

/**
 * Moves every member to a new version of the contract while submits go on: the new services run beside the old ones, the
 * members approve and commit the new definition, then the old services stop. What is in flight at that block fails with
 * an MVCC conflict and is proposed again by its gateway.
 *
 * Asked again for the version in force, nothing changes.
 *
 * @throws NetworkError `USAGE` when the version is the one in force, of another program.
 */
export async function upgradeContract(
  network: FabricNetwork,
  options: UpgradeOptions,
): Promise<NetworkState> {
  const { context, state } = network;
  const { layout, report, topology } = context;
  const old = state.deployment;
  if (options.version === old.version) {
    if (options.contract === undefined || isDeepStrictEqual(options.contract, state.contract)) {
      report(`${old.label} is in force already`);
      return state;
    }
    throw new NetworkError('USAGE', `${old.label} is in force with another program: name another version.`);
  }
  const contract = options.contract ?? state.contract;
  const made = newContractPackage(topology.chaincode.name, options.version);
  const deployment: Deployment = {
    version: options.version,
    sequence: old.sequence + 1,
    label: made.label,
    packageId: made.id,
    ports: await servicePorts({ ...topology, members: ownMembers(context) }),
  };
  for (const member of ownMembers(context)) {
    await writeContractConnection(context, member, deployment);
    await startService(layout, contractService(context, member, deployment, contract));
  }
  report(`${deployment.label} runs beside ${old.label}`);
  const next: NetworkState = { ...state, deployment: await deployContract(context, deployment), contract };
  await writeState(layout, next);
  report(`${deployment.label} is in force: definition ${deployment.sequence}`);
  await pause(LONGEST_EXECUTION);
  for (const member of ownMembers(context)) await stopService(layout, contractName(member, old));
  report(`${old.label} has stopped`);
  return next;
}
