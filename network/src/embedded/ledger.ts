import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeConnectionProfiles } from '../connection/connection-profile.js';
import { readChannelConfiguration } from '../genesis/channel-configuration.js';
import { ensureGenesis } from '../genesis/ensure-genesis.js';
import { ensureOrganisations } from '../identity/ensure-organisations.js';
import { organisationLayout } from '../identity/layout.js';
import { newIdentityDeserializer } from '../msp/deserializer.js';
import { readSigner } from '../msp/signer.js';
import { memberAddress, ordererHost, peerHost, type Member, type Topology } from '../topology/topology.js';
import { openChannel } from './core/channel.js';
import { embeddedLayout, type EmbeddedLayout } from './layout.js';
import { RememberedContracts } from './remembered-contracts.js';
import { RunningLedger, type EmbeddedLedger } from './running-ledger.js';
import type { Channel, ChannelOptions } from './seam.js';
import { startMemberServer, type MemberServer } from './services/member-server.js';
import type { NetworkView } from './services/network-view.js';

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
 * @throws NetworkError `PORT_TAKEN`, `GENESIS_INVALID`, `CRYPTO_INCOMPLETE`, `DATA_FORMAT`.
 */
export async function startEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<EmbeddedLedger> {
  const { topology, log } = options;
  const layout = embeddedLayout(resolve(options.data));
  log('warn', ONE_OPERATOR_NOTICE);
  await mkdir(layout.root, { recursive: true, mode: 0o700 });
  await ensureOrganisations(layout.organizations, topology);
  const genesis = await ensureGenesis(layout.genesis, layout.organizations, topology);
  const configuration = readChannelConfiguration(genesis);
  const identities = newIdentityDeserializer(configuration.organisations);
  const channel = await openLedgerChannel(options, layout, { genesis, identities });
  try {
    const remembered = await RememberedContracts.open(layout.contracts);
    const network: NetworkView = {
      channel,
      configuration,
      identities,
      peers: topology.members.map((member) => view(member, peerHost(member), member.peer.port)),
      orderers: topology.members.map((member) => view(member, ordererHost(member), member.orderer.port)),
      hosts: (contract, mspId) => {
        const addresses = remembered.get(contract)?.addresses;
        return topology.members.some(
          (member) => member.mspId === mspId && addresses?.[member.code] !== undefined,
        );
      },
      now: options.now ?? (() => new Date()),
      log,
    };
    const servers = await startServers(network, topology, layout);
    await writeConnectionProfiles(layout.connections, {
      ledger: 'embedded',
      topology,
      organizations: layout.organizations,
    });
    await writeFile(layout.topology, `${JSON.stringify(topology, undefined, 2)}\n`);
    return new RunningLedger({ topology, log, layout, channel, servers, remembered });
  } catch (error) {
    await channel.close();
    throw error;
  }
}

async function openLedgerChannel(
  options: EmbeddedLedgerOptions,
  layout: EmbeddedLayout,
  parts: Pick<ChannelOptions, 'genesis' | 'identities'>,
): Promise<Channel> {
  const { topology, log } = options;
  const layoutOf = (member: Member): ReturnType<typeof organisationLayout> =>
    organisationLayout(layout.organizations, member);
  const signers = await Promise.all(
    topology.members.map((member) => readSigner(member.mspId, layoutOf(member).peer)),
  );
  const consenters = await Promise.all(
    topology.members.map(async (member, index) => ({
      consenter: index + 1,
      signer: await readSigner(member.mspId, layoutOf(member).orderer),
    })),
  );
  return openChannel({
    name: topology.channel,
    directory: layout.channel,
    ...parts,
    signers,
    consenters,
    batch: topology.batch,
    executeTimeoutMilliseconds: options.executeTimeoutMilliseconds ?? EXECUTE_TIMEOUT_MILLISECONDS,
    log,
  });
}

/** All members' servers, or none. */
async function startServers(
  network: NetworkView,
  topology: Topology,
  layout: EmbeddedLayout,
): Promise<readonly MemberServer[]> {
  const started: MemberServer[] = [];
  try {
    for (const [index, member] of topology.members.entries()) {
      const peer = network.peers[index];
      if (peer === undefined) throw new RangeError('every member has a peer');
      started.push(
        await startMemberServer(
          { network, peer },
          {
            host: memberAddress(topology, member),
            port: member.peer.port,
            tls: organisationLayout(layout.organizations, member).peer.tls,
          },
        ),
      );
    }
    return started;
  } catch (error) {
    await Promise.all(started.map((server) => server.close()));
    throw error;
  }
}

function view(member: Member, host: string, port: number): { mspId: string; address: string } {
  return { mspId: member.mspId, address: `${host}:${port}` };
}
