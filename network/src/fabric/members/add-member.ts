import { readFile } from 'node:fs/promises';
import { NetworkError } from '../../network-error.js';
import { memberAddress, type Member } from '../../topology/topology.js';
import { ensureIdentities } from '../ca/ensure-identities.js';
import { consenters, group, setConsenters, tolerance } from '../channel/configuration.js';
import { bringOrderer, bringPeer } from '../channel/form-channel.js';
import { fetchConfiguration } from '../channel/fetch-configuration.js';
import { majority, updateChannel } from '../channel/update-channel.js';
import { writeContractConnection, writeMemberConfiguration } from '../config/write-configuration.js';
import { materialOf, type FabricContext } from '../fabric-context.js';
import { deployContract } from '../lifecycle/deploy-contract.js';
import { writeProfiles } from '../network.js';
import { writeState, type NetworkState, type OpenedNetwork } from '../network-state.js';
import { startService } from '../process/service.js';
import { contractService, ordererService, peerService } from '../services.js';
import { caughtUp } from './caught-up.js';
import { asApplicationMember, asOrderingMember, organisationDefinition } from './organisation-definition.js';

/** What a joining member brings. */
export interface AddMemberOptions {
  readonly member: Member;
  /** Whether its orderer takes part in consensus. */
  readonly consenter: boolean;
}

/**
 * Brings a new member into a network that runs: its authority and identities, its organisation in the channel, its peer
 * with all history, its orderer if asked, its copy of the contract, its collection and the policies that count it.
 * Nobody stops. A joining that was broken off goes on where it stopped; asked again, nothing changes.
 *
 * @returns What the network is now.
 * @throws NetworkError `MEMBER_EXISTS` for an orderer of who is a member without one.
 */
export async function addMember(network: OpenedNetwork, options: AddMemberOptions): Promise<NetworkState> {
  const { member } = options;
  const before = network.context;
  const { report, layout } = before;
  if (before.topology.members.some(({ code }) => code === member.code)) {
    if (options.consenter && !before.consenters.includes(member.code)) {
      throw new NetworkError(
        'MEMBER_EXISTS',
        `${member.code} is a member already, without an orderer: remove it first to bring it in with one.`,
      );
    }
    report(`${member.code} is a member already`);
    return network.state;
  }
  await writeState(layout, { ...network.state, joining: member });
  const context: FabricContext = {
    ...before,
    topology: { ...before.topology, members: [...before.topology.members, member] },
    consenters: options.consenter ? [...before.consenters, member.code] : before.consenters,
    former: before.former.filter(({ code }) => code !== member.code),
  };
  const signing = { by: firstMember(before), signers: majority(before), waitFor: before.topology.members };

  await ensureIdentities(context, [member]);
  report(`${member.code}: authority and identities ready`);
  await joinOrganisation(context, member, options.consenter, signing);
  report(`${member.code}: its organisation is part of channel ${context.topology.channel}`);

  await writeMemberConfiguration(context, member);
  await startService(layout, peerService(context, member));
  await bringPeer(context, member);
  const blocks = await caughtUp(context, member, signing.by);
  report(`${member.code}: its peer has all ${blocks} blocks`);
  if (options.consenter) await joinConsensus(context, member, signing);

  const deployment = {
    ...network.state.deployment,
    sequence: network.state.deployment.sequence + 1,
    ports: { ...network.state.deployment.ports, [member.code]: member.contract.port },
  };
  await writeContractConnection(context, member, deployment);
  await startService(layout, contractService(context, member, deployment, network.state.contract));
  await deployContract(context, deployment);
  report(`${member.code}: ${deployment.label} answers, definition ${deployment.sequence} counts it`);

  const state: NetworkState = {
    topology: context.topology,
    consenters: context.consenters,
    former: context.former,
    contract: network.state.contract,
    deployment,
  };
  await writeState(layout, state);
  await writeProfiles(context);
  return state;
}

/** What another consenter means, in words. */
export function consenterAdvice(consentersNow: number): string {
  const next = consentersNow + 1;
  const gained = tolerance(next) - tolerance(consentersNow);
  if (gained > 0) return `${next} orderers bear ${tolerance(next)} faulty ones.`;
  const useful = 3 * (tolerance(consentersNow) + 1) + 1;
  return (
    `${next} orderers bear no more faulty ones than ${consentersNow}: ${tolerance(next)}. ` +
    `It takes ${useful} to bear ${tolerance(useful)}: bring in ${useful - consentersNow} together.`
  );
}

type Signing = Readonly<{ by: Member; signers: readonly Member[]; waitFor: readonly Member[] }>;

async function joinOrganisation(
  context: FabricContext,
  member: Member,
  orders: boolean,
  signing: Signing,
): Promise<void> {
  const definition = await organisationDefinition(context, member);
  await updateChannel(context, signing, (configuration) => {
    const application = group(configuration, 'Application').groups;
    application[member.mspId] ??= asApplicationMember(definition, context, member);
    if (!orders) return;
    const ordering = group(configuration, 'Orderer').groups;
    ordering[member.mspId] ??= asOrderingMember(definition, context, member);
  });
}

/** The others must know the new orderer before it starts: it joins by the block that names it. */
async function joinConsensus(context: FabricContext, member: Member, signing: Signing): Promise<void> {
  const { orderer } = materialOf(context, member);
  const pem = async (path: string): Promise<string> => (await readFile(path)).toString('base64');
  const identity = await pem(orderer.certificate);
  const tls = await pem(orderer.tls.certificate);
  await updateChannel(context, signing, (configuration) => {
    const present = consenters(configuration);
    if (present.some((each) => each.msp_id === member.mspId)) return;
    setConsenters(configuration, [
      ...present,
      {
        id: Math.max(...present.map(({ id }) => id)) + 1,
        host: memberAddress(context.topology, member),
        port: member.orderer.port,
        msp_id: member.mspId,
        identity,
        client_tls_cert: tls,
        server_tls_cert: tls,
      },
    ]);
  });
  await startService(context.layout, ordererService(context, member));
  const { block } = await fetchConfiguration(context, signing.by);
  await bringOrderer(context, member, block);
  context.report(`${member.code}: its orderer takes part in consensus`);
}

function firstMember(context: FabricContext): Member {
  const [first] = majority(context);
  if (first === undefined) throw new RangeError('a network has members');
  return first;
}
