import { writeFile } from 'node:fs/promises';
import { writeConnectionProfiles } from '../connection/connection-profile.js';
import { configurationEnvelope, organisationUpdate } from '../genesis/config-update.js';
import { readMemberMaterial } from '../genesis/member-material.js';
import { ensureOrganisations } from '../identity/ensure-organisations.js';
import { organisationLayout } from '../identity/layout.js';
import { readSigner } from '../msp/signer.js';
import type { Member, Topology } from '../topology/topology.js';
import { readJoined, withMembers, writeJoined } from './joined-members.js';
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
  await writeJoined(layout.joined, [...joined.filter(({ mspId }) => mspId !== member.mspId), member]);
  await ensureOrganisations(layout.organizations, topology);
  const layoutOf = (each: Member): ReturnType<typeof organisationLayout> =>
    organisationLayout(layout.organizations, each);
  if (!configuration.has(member.mspId)) {
    const material = await readMemberMaterial(layout.organizations, member);
    const { config } = configuration;
    const update = organisationUpdate(topology.channel, config, material);
    const administrators = await Promise.all(
      before.members.map((each) => readSigner(each.mspId, layoutOf(each).admin)),
    );
    const [first] = before.members;
    if (first === undefined) throw new RangeError('a channel has members');
    const orderer = await readSigner(first.mspId, layoutOf(first).orderer);
    await channel.configure(
      configurationEnvelope(topology.channel, config, update, { administrators, orderer }),
    );
  }
  await channel.addMember(await readSigner(member.mspId, layoutOf(member).peer));
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
