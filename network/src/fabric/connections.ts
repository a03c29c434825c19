import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { memberAddress, peerHost, type Member } from '../topology/topology.js';
import { materialOf, type FabricContext } from './fabric-context.js';

/** Writes each member's connection profile: all that gateways and commands need to know of the ledger. */
export async function writeConnections(context: FabricContext): Promise<void> {
  const { connections } = context.layout;
  await mkdir(connections, { recursive: true, mode: 0o700 });
  await Promise.all(
    context.topology.members.map((member) =>
      writeFile(
        join(connections, `${member.code}.json`),
        `${JSON.stringify(connectionProfile(context, member), undefined, 2)}\n`,
      ),
    ),
  );
}

/** A member's connection profile; paths are relative to the folder of profiles. */
export function connectionProfile(context: FabricContext, member: Member): object {
  const { topology, layout } = context;
  const from = (path: string): string => relative(layout.connections, path);
  const endpoint = (each: Member): object => ({
    endpoint: `${memberAddress(topology, each)}:${each.peer.port}`,
    tlsRootCertificate: from(materialOf(context, each).tlsCaCertificate),
    hostAlias: peerHost(each),
  });
  const material = materialOf(context, member);
  const identity = ({
    certificate,
    privateKey,
  }: Readonly<{ certificate: string; privateKey: string }>): object => ({
    certificate: from(certificate),
    privateKey: from(privateKey),
  });
  return {
    ledger: 'fabric',
    channel: topology.channel,
    chaincode: topology.chaincode.name,
    member: { code: member.code, mspId: member.mspId, name: member.name, collection: member.collection },
    members: topology.members.map(({ code, mspId, collection }) => ({ code, mspId, collection })),
    peer: endpoint(member),
    gatewayIdentity: identity(material.gateway),
    adminIdentity: identity(material.admin),
    peers: topology.members.map((each) => ({ code: each.code, mspId: each.mspId, ...endpoint(each) })),
  };
}
