import { writeContractConnection } from '../config/write-configuration.js';
import type { FabricNetwork } from '../network.js';
import type { ContractProgram, Deployment } from '../network-state.js';
import { startService } from '../process/service.js';
import { contractService } from '../services.js';
import { newContractPackage } from './contract-package.js';
import { deployContract } from './deploy-contract.js';
import { servicePorts } from './service-ports.js';

/** A contract beside the network's own. */
export interface FurtherContract {
  /** As clients call it. */
  readonly name: string;
  readonly program: ContractProgram;
}

/**
 * Brings another contract onto a running network, under the same policies as the network's own, and waits until it
 * answers at every member's peer: to try something, or to measure against it. Its services stop with the network, which
 * does not start them again: it knows its own contract only.
 *
 * @throws NetworkError `START_FAILED`, `FABRIC_COMMAND_FAILED`, `FABRIC_TIMEOUT`.
 */
export async function deployFurtherContract(
  network: FabricNetwork,
  { name, program }: FurtherContract,
): Promise<void> {
  // Services are named by member and version, so the version carries the name.
  const version = `${name}-1`;
  const { context } = network;
  const topology = { ...context.topology, chaincode: { ...context.topology.chaincode, name, version } };
  const { label, id } = newContractPackage(name, version);
  const deployment: Deployment = {
    version,
    sequence: 1,
    label,
    packageId: id,
    ports: await servicePorts(topology),
  };
  const theirs = { ...context, topology };
  for (const member of topology.members) {
    await writeContractConnection(theirs, member, deployment);
    await startService(context.layout, contractService(theirs, member, deployment, program));
  }
  await deployContract(theirs, deployment);
  context.report(`${label} answers at every peer`);
}
