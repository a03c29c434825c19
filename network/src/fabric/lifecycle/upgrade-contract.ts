import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { NetworkError } from '../../network-error.js';
import { writeContractConnection } from '../config/write-configuration.js';
import { ownMembers, type FabricContext } from '../fabric-context.js';
import {
  writeState,
  type ContractProgram,
  type Deployment,
  type NetworkState,
  type OpenedNetwork,
  type Upgrade,
} from '../network-state.js';
import { startService, stopService } from '../process/service.js';
import { contractName, contractService } from '../services.js';
import { newContractPackage } from './contract-package.js';
import { deployContract } from './deploy-contract.js';
import { nextPorts } from './service-ports.js';

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
 * Broken off, it goes on where it stopped; asked again for the version in force, nothing changes.
 *
 * @throws NetworkError `USAGE` when the version is the one in force, of another program, or another upgrade has begun.
 */
export async function upgradeContract(
  network: OpenedNetwork,
  options: UpgradeOptions,
): Promise<NetworkState> {
  const { context, state } = network;
  const { deployment, upgrade } = state;
  const isSameProgram = (contract: ContractProgram): boolean =>
    options.contract === undefined || isDeepStrictEqual(options.contract, contract);
  if (upgrade !== undefined) {
    if (options.version !== upgrade.to.version || !isSameProgram(upgrade.contract)) {
      throw new NetworkError(
        'USAGE',
        `The upgrade to ${upgrade.to.label} has begun and is not complete: ask for ${upgrade.to.version} first.`,
      );
    }
    return completeUpgrade(context, { ...state, upgrade });
  }
  if (options.version === deployment.version) {
    if (isSameProgram(state.contract)) {
      context.report(`${deployment.label} is in force already`);
      return state;
    }
    throw new NetworkError(
      'USAGE',
      `${deployment.label} is in force with another program: name another version.`,
    );
  }
  const begun = { ...state, upgrade: newUpgrade(context, state, options) };
  await writeState(context.layout, begun);
  return completeUpgrade(context, begun);
}

function newUpgrade(
  context: FabricContext,
  { deployment: from, contract }: NetworkState,
  options: UpgradeOptions,
): Upgrade {
  const { topology } = context;
  const made = newContractPackage(topology.chaincode.name, options.version);
  const to: Deployment = {
    version: options.version,
    sequence: from.sequence + 1,
    label: made.label,
    packageId: made.id,
    ports: nextPorts(ownMembers(context), from),
  };
  return { from, to, contract: options.contract ?? contract };
}

/** Goes on with an upgrade that has begun; each step that was done already changes nothing. */
export async function completeUpgrade(
  context: FabricContext,
  { upgrade, ...state }: NetworkState & { readonly upgrade: Upgrade },
): Promise<NetworkState> {
  const { layout, report } = context;
  const { from, to, contract } = upgrade;
  for (const member of ownMembers(context)) {
    await writeContractConnection(context, member, to);
    await startService(layout, contractService(context, member, to, contract));
  }
  report(`${to.label} runs beside ${from.label}`);
  const next: NetworkState = { ...state, deployment: await deployContract(context, to), contract };
  await writeState(layout, { ...next, upgrade });
  report(`${to.label} is in force: definition ${next.deployment.sequence}`);
  await pause(LONGEST_EXECUTION);
  for (const member of ownMembers(context)) await stopService(layout, contractName(member, from));
  await writeState(layout, next);
  report(`${from.label} has stopped`);
  return next;
}
