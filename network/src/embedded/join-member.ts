import { writeFile } from 'node:fs/promises';
import { writeConnectionProfiles } from '../connection/connection-profile.js';
import { readMemberMaterial } from '../genesis/member-material.js';
import { organisationJoins } from '../genesis/organisation-changes.js';
import { ensureOrganisations } from '../identity/ensure-organisations.js';
import { organisationLayout } from '../identity/layout.js';
import { readSigner } from '../msp/signer.js';
import type { Member, Topology } from '../topology/topology.js';
import { changeConfiguration } from './change-configuration.js';
import { readJoined, withMembers } from './joined-members.js';
import { writeNoted } from './noted-list.js';
import type { EmbeddedLayout } from './layout.js';
import type { LiveNetwork } from './live-network.js';

/**
 * Brings a member into a channel that runs, up to its peer: identities, its organisation in a configuration block that a
 * majority of the administrators has signed, its store. Each step is done once; a joining that was broken off goes on.
 *
 * @returns The topology with the member; nothing is served for it yet.
 * @throws NetworkError `TOPOLOGY_INVALID` when it does not fit among the others.
 */
export async function joinMember(
  network: LiveNetwork,
  layout: EmbeddedLayout,
  member: Member,
): Promise<Topology> {
  const { channel, configuration, topology: before } = network;
  const topology = withMembers(before, [member]);
  const joined = await readJoined(layout.joined);
  await writeNoted(layout.joined, [...joined.filter(({ mspId }) => mspId !== member.mspId), member]);
  await ensureOrganisations(layout.organizations, topology);
  if (!configuration.has(member.mspId)) {
    const material = await readMemberMaterial(layout.organizations, member);
    await changeConfiguration(network, layout, before.members, (root) => {
      organisationJoins(root, material);
    });
  }
  await channel.addMember(
    await readSigner(member.mspId, organisationLayout(layout.organizations, member).peer),
  );
  return topology;
}

/** Writes what others need to know of the members: profiles, and the topology commands go by. */
export async function publishMembers(layout: EmbeddedLayout, topology: Topology): Promise<void> {
  await writeConnectionProfiles(layout.connections, {
    ledger: 'embedded',
    topology,
    organizations: layout.organizations,
  });
  await writeFile(layout.topology, `${JSON.stringify(topology, undefined, 2)}\n`);
}
