import { memberAddress, type Member } from '../../topology/topology.js';
import { materialOf, type FabricContext } from '../fabric-context.js';
import { runCommand } from './run-command.js';
import { endpoint } from '../../topology/endpoint.js';

/** Runs Fabric's `peer` command as a member's administrator against that member's own peer. */
export async function peerCli(
  context: FabricContext,
  member: Member,
  args: readonly string[],
  timeout?: number,
): Promise<string> {
  const material = materialOf(context, member);
  return runCommand({
    command: context.binaries.peer,
    args,
    ...(timeout === undefined ? {} : { timeout }),
    environment: {
      FABRIC_CFG_PATH: context.layout.peer(member).configuration,
      FABRIC_LOGGING_SPEC: 'error',
      CORE_PEER_LOCALMSPID: member.mspId,
      CORE_PEER_MSPCONFIGPATH: material.admin.msp,
      CORE_PEER_ADDRESS: endpoint(memberAddress(context.topology, member), member.peer.port),
      CORE_PEER_TLS_ENABLED: 'true',
      CORE_PEER_TLS_ROOTCERT_FILE: material.tlsCaCertificate,
    },
  });
}

/** The flags by which `peer` reaches a member's orderer. */
export function ordererFlags(context: FabricContext, by: Member): readonly string[] {
  return [
    '--orderer',
    endpoint(memberAddress(context.topology, by), by.orderer.port),
    '--tls',
    '--cafile',
    materialOf(context, by).tlsCaCertificate,
  ];
}

/** The flags by which `peer` asks several members' peers to endorse. */
export function endorserFlags(context: FabricContext, members: readonly Member[]): readonly string[] {
  return members.flatMap((member) => [
    '--peerAddresses',
    endpoint(memberAddress(context.topology, member), member.peer.port),
    '--tlsRootCertFiles',
    materialOf(context, member).tlsCaCertificate,
  ]);
}
