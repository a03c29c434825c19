import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { organisationLeaves } from '../genesis/organisation-changes.js';
import type { LeavingMember } from '../contract/leaving-member.js';
import { changeConfiguration } from './change-configuration.js';
import type { EmbeddedLayout } from './layout.js';
import type { LiveNetwork } from './live-network.js';

/**
 * Takes a member's organisation out of the channel by a configuration block that the staying members' administrators
 * have signed. Its keys, its store and its blocks stay on disk. Once more: nothing.
 */
export async function leaveMember(
  network: LiveNetwork,
  layout: EmbeddedLayout,
  { leaving, staying }: LeavingMember,
): Promise<void> {
  if (network.configuration.has(leaving.mspId)) {
    await changeConfiguration(network, layout, staying, (root) => {
      organisationLeaves(root, leaving.mspId);
    });
  }
  network.channel.removeMember(leaving.mspId);
  await rm(join(layout.connections, `${leaving.code}.json`), { force: true });
}
