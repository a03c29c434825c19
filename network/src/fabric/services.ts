import { fileURLToPath } from 'node:url';
import { memberAddress, type Member } from '../topology/topology.js';
import { materialOf, type FabricContext } from './fabric-context.js';
import type { ContractProgram, Deployment } from './network-state.js';
import type { ServiceDefinition } from './process/service.js';
import { endpoint } from '../topology/endpoint.js';

/** What Fabric's processes write to their logs; never below `info`, which would show arguments. */
const LOGGING = 'warn';
/** The peers' gateways hang up after each act, which an orderer would warn of each time. */
const ORDERER_LOGGING = `${LOGGING}:orderer.common.broadcast=error`;

const LOG_KEEPER = fileURLToPath(new URL('./process/log-keeper-main.js', import.meta.url));

/** The project's own contracts. */
export const ownContract: ContractProgram = {
  command: process.execPath,
  args: [fileURLToPath(new URL('../../../chaincode/dist/main.js', import.meta.url))],
};

export const peerName = (member: Member): string => `peer-${member.code}`;
export const ordererName = (member: Pick<Member, 'code'>): string => `orderer-${member.code}`;
export const contractName = (member: Member, deployment: Deployment): string =>
  `contract-${member.code}-${deployment.version}`;

/** A member's peer. */
export function peerService(context: FabricContext, member: Member): ServiceDefinition {
  const folders = context.layout.peer(member);
  return {
    name: peerName(member),
    command: context.binaries.peer,
    args: ['node', 'start'],
    folder: folders.configuration,
    environment: {
      FABRIC_CFG_PATH: folders.configuration,
      FABRIC_LOGGING_SPEC: LOGGING,
      ORIGIN_CONTRACT_CONNECTIONS: folders.contracts,
    },
  };
}

/** A member's orderer. */
export function ordererService(context: FabricContext, member: Member): ServiceDefinition {
  const { configuration } = context.layout.orderer(member);
  return {
    name: ordererName(member),
    command: context.binaries.orderer,
    args: [],
    folder: configuration,
    environment: { FABRIC_CFG_PATH: configuration, FABRIC_LOGGING_SPEC: ORDERER_LOGGING },
  };
}

/** Bounds what the logs of all others take. */
export function logKeeperService({ layout }: Pick<FabricContext, 'layout'>): ServiceDefinition {
  return {
    name: 'log-keeper',
    command: process.execPath,
    args: [LOG_KEEPER, layout.logs],
    folder: layout.root,
    environment: {},
  };
}

/** A member's copy of the contract, which lets in only that member's peer. */
export function contractService(
  context: FabricContext,
  member: Member,
  deployment: Deployment,
  program: ContractProgram,
): ServiceDefinition {
  const { contractServer } = materialOf(context, member);
  return {
    name: contractName(member, deployment),
    command: program.command,
    args: [
      ...program.args,
      '--address',
      contractAddress(context, member, deployment),
      '--id',
      deployment.packageId,
      '--tls-key',
      contractServer.privateKey,
      '--tls-cert',
      contractServer.certificate,
      '--tls-ca',
      contractServer.rootCertificate,
    ],
    folder: context.layout.root,
    environment: {},
  };
}

/** Where a member's copy of the contract listens. */
export function contractAddress(context: FabricContext, member: Member, deployment: Deployment): string {
  const port = deployment.ports[member.code] ?? member.contract.port;
  return endpoint(memberAddress(context.topology, member), port);
}
