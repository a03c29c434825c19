import { memberAddress, type Member } from '../../topology/topology.js';
import type { ConfigGroup } from '../channel/configuration.js';
import { writeChannelConfiguration } from '../config/write-configuration.js';
import type { FabricContext } from '../fabric-context.js';
import { runCommand } from '../process/run-command.js';
import { endpoint } from '../../topology/endpoint.js';

/** A member as `configtxgen` defines its organisation: its authorities, and who reads, writes and administers for it. */
export async function organisationDefinition(context: FabricContext, member: Member): Promise<ConfigGroup> {
  await writeChannelConfiguration(context);
  const text = await runCommand({
    command: context.binaries.configtxgen,
    args: ['-configPath', context.layout.configtx, '-printOrg', member.mspId],
  });
  return JSON.parse(text) as ConfigGroup;
}

/** The organisation in the application: with its anchor peer, by which other members' peers find it. */
export function asApplicationMember(
  definition: ConfigGroup,
  context: FabricContext,
  member: Member,
): ConfigGroup {
  return withValue(definition, 'AnchorPeers', {
    anchor_peers: [{ host: memberAddress(context.topology, member), port: member.peer.port }],
  });
}

/** The organisation in the ordering: with its orderer's address. */
export function asOrderingMember(
  definition: ConfigGroup,
  context: FabricContext,
  member: Member,
): ConfigGroup {
  return withValue(definition, 'Endpoints', {
    addresses: [endpoint(memberAddress(context.topology, member), member.orderer.port)],
  });
}

function withValue(
  definition: ConfigGroup,
  name: string,
  value: ConfigGroup['values'][string]['value'],
): ConfigGroup {
  // Its orderer's address has its place in the ordering alone.
  const values = Object.entries(definition.values).filter(([key]) => key !== 'Endpoints');
  return {
    ...definition,
    values: { ...Object.fromEntries(values), [name]: { mod_policy: 'Admins', value, version: '0' } },
  };
}
