import { resolve } from 'node:path';
import { CurrentConfiguration } from '../genesis/current-configuration.js';
import { ensureGenesis } from '../genesis/ensure-genesis.js';
import { ensureOrganisations } from '../identity/ensure-organisations.js';
import { organisationLayout } from '../identity/layout.js';
import { readSigner } from '../msp/signer.js';
import type { Member, Topology } from '../topology/topology.js';
import { openChannel } from './core/channel.js';
import { channelOwner } from './core/channel-parts.js';
import { checkFormat, claimFolder } from './core/folder-mark.js';
import { privateFolder } from './core/private-files.js';
import { readFormer, withFounders } from './former-members.js';
import { publishMembers } from './join-member.js';
import { readJoined, withMembers, withoutMembers } from './joined-members.js';
import { embeddedLayout, type EmbeddedLayout } from './layout.js';
import { LiveNetwork } from './live-network.js';
import { RememberedContracts } from './remembered-contracts.js';
import { RunningLedger, type EmbeddedLedger } from './running-ledger.js';
import type { Channel, ChannelOptions } from './seam.js';
import type { MemberServer } from './services/member-server.js';
import { startMember } from './start-member.js';

/** As long as Fabric's default. */
const EXECUTE_TIMEOUT_MILLISECONDS = 30_000;

export const ONE_OPERATOR_NOTICE =
  'The embedded ledger has ONE operator: it is for trying, developing, testing and a single ' +
  "authority's pilot. States that do not trust each other's machines run Hyperledger Fabric.";

export type Log = ChannelOptions['log'];

export interface EmbeddedLedgerOptions {
  /** The data folder; made when there is none. */
  readonly data: string;
  readonly topology: Topology;
  readonly log: Log;
  /** How long a contract may take for one call; 30 s unless given. */
  readonly executeTimeoutMilliseconds?: number;
  /** The clock that proposals are checked against; the machine's unless given. */
  readonly now?: () => Date;
}

/**
 * Starts the embedded ledger: certificates and block 0 on first start, then every member's services at its own port.
 * Contracts deployed before are found again at their addresses.
 *
 * @throws NetworkError `PORT_TAKEN`, `GENESIS_INVALID`, `CRYPTO_INCOMPLETE`, `DATA_FORMAT`, `DATA_NEWER`,
 * `DATA_OF_ANOTHER_NETWORK`, `LEDGER_DAMAGED`.
 */
export async function startEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<EmbeddedLedger> {
  const { log } = options;
  const layout = embeddedLayout(resolve(options.data));
  log('warn', ONE_OPERATOR_NOTICE);
  await privateFolder(layout.root);
  await checkFormat(layout.root);
  const joined = await readJoined(layout.joined);
  const former = await readFormer(layout.former);
  const whole = withFounders(options.topology, former, joined);
  const founding = withoutMembers(whole, joined);
  const known = withMembers(whole, joined);
  await ensureOrganisations(layout.organizations, known);
  const genesis = await ensureGenesis(layout.genesis, layout.organizations, founding);
  await claimFolder(layout.root, channelOwner({ name: known.channel, genesis }), 'channel');
  const configuration = new CurrentConfiguration(genesis);
  const channel = await openLedgerChannel(options, layout, { genesis, configuration, founding, known });
  try {
    // Who joined is what the last configuration says, not what was begun.
    const members = known.members.filter(({ mspId }) => configuration.has(mspId));
    const topology = { ...known, members };
    const remembered = await RememberedContracts.open(layout.contracts);
    const network = new LiveNetwork(topology, {
      channel,
      configuration,
      remembered,
      consenters: founding.members,
      now: options.now ?? (() => new Date()),
      log,
    });
    const servers = await startServers(network, layout);
    await publishMembers(layout, topology);
    return new RunningLedger({ network, log, layout, servers, remembered, former });
  } catch (error) {
    await channel.close();
    throw error;
  }
}

async function openLedgerChannel(
  options: EmbeddedLedgerOptions,
  layout: EmbeddedLayout,
  parts: Readonly<{
    genesis: ChannelOptions['genesis'];
    configuration: CurrentConfiguration;
    founding: Topology;
    known: Topology;
  }>,
): Promise<Channel> {
  const { genesis, configuration, founding, known } = parts;
  const layoutOf = (member: Member): ReturnType<typeof organisationLayout> =>
    organisationLayout(layout.organizations, member);
  const signers = await Promise.all(
    known.members.map((member) => readSigner(member.mspId, layoutOf(member).peer)),
  );
  const consenters = await Promise.all(
    founding.members.map(async (member, index) => ({
      consenter: index + 1,
      signer: await readSigner(member.mspId, layoutOf(member).orderer),
    })),
  );
  return openChannel({
    name: known.channel,
    directory: layout.channel,
    genesis,
    configuration,
    identities: configuration,
    signers,
    consenters,
    batch: known.batch,
    executeTimeoutMilliseconds: options.executeTimeoutMilliseconds ?? EXECUTE_TIMEOUT_MILLISECONDS,
    log: options.log,
  });
}

/** All members' servers by member code, or none. */
async function startServers(
  network: LiveNetwork,
  layout: EmbeddedLayout,
): Promise<Map<string, MemberServer>> {
  const started = new Map<string, MemberServer>();
  try {
    for (const member of network.topology.members) {
      started.set(member.code, await startMember(network, network.topology, layout, member));
    }
    return started;
  } catch (error) {
    await Promise.all([...started.values()].map((server) => server.close()));
    throw error;
  }
}
