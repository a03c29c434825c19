import type { common } from '@hyperledger/fabric-protos';
import { configurationChange, configurationEnvelope } from '../genesis/config-update.js';
import { organisationLayout } from '../identity/layout.js';
import { readSigner } from '../msp/signer.js';
import type { Member } from '../topology/topology.js';
import type { EmbeddedLayout } from './layout.js';
import type { LiveNetwork } from './live-network.js';

/**
 * Changes the channel's configuration by a block of its own that the administrators of `signing` have signed; the first
 * one's orderer orders it.
 *
 * @throws LedgerError FAILED_PRECONDITION when they are too few.
 */
export async function changeConfiguration(
  network: LiveNetwork,
  layout: EmbeddedLayout,
  signing: readonly Member[],
  change: (root: common.ConfigGroup) => void,
): Promise<void> {
  const { channel, configuration } = network;
  const layoutOf = (member: Member): ReturnType<typeof organisationLayout> =>
    organisationLayout(layout.organizations, member);
  const administrators = await Promise.all(
    signing.map((member) => readSigner(member.mspId, layoutOf(member).admin)),
  );
  const [first] = signing;
  if (first === undefined) throw new RangeError('a channel has members');
  const orderer = await readSigner(first.mspId, layoutOf(first).orderer);
  const { config } = configuration;
  const update = configurationChange(channel.name, config, change);
  await channel.configure(configurationEnvelope(channel.name, config, update, { administrators, orderer }));
}
