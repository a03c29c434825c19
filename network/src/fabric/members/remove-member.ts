import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormerMember } from '../../contract/contract-terms.js';
import { handedOn, leavingMember, type RemoveMemberOptions } from '../../contract/leaving-member.js';
import { NetworkError } from '../../network-error.js';
import { consenters, group, setConsenters } from '../channel/configuration.js';
import { majority, updateChannel } from '../channel/update-channel.js';
import type { Member } from '../../topology/topology.js';
import { consentersOf, type FabricContext } from '../fabric-context.js';
import { deployContract } from '../lifecycle/deploy-contract.js';
import { writeProfiles } from '../network.js';
import { writeState, type Deployment, type NetworkState, type OpenedNetwork } from '../network-state.js';
import { stopService } from '../process/service.js';
import { caName } from '../ca/ca-service.js';
import { contractName, ordererName, peerName } from '../services.js';

/**
 * Takes a member out of a network that runs: its orderer leaves consensus, its organisation the channel, its processes
 * stop, and a new definition of the contract no longer counts it. Its records stay on the ledger: readable, and frozen,
 * since their key-level policies ask for its own endorsement, which nobody can give any more. Its folder with keys and
 * blocks stays on disk.
 *
 * The organisation leaves before the definition changes: a custodian that became a member of the collection earlier
 * would be handed its contents.
 *
 * Broken off, it goes on where it stopped; asked again, nothing changes.
 *
 * @throws NetworkError `USAGE` when the others are too few for the endorsement policy, `MEMBER_UNKNOWN`.
 */
export async function removeMember(
  network: OpenedNetwork,
  options: RemoveMemberOptions,
): Promise<NetworkState> {
  const before = network.context;
  const { layout, report } = before;
  const begun = before.former.find((each) => each.code === options.code);
  const present = before.topology.members.some((each) => each.code === options.code);
  // Asked again, what is missing is done: only the definition may be.
  if (begun !== undefined && !present) {
    await countNoMore(before, network.state.deployment, begun);
    return network.state;
  }
  const { leaving, staying, former } = leavingMember(before.topology, options);
  const { code } = leaving;
  const context: FabricContext = {
    ...before,
    topology: { ...before.topology, members: staying },
    consenters: before.consenters.filter((each) => each !== code),
    former: [...handedOn(before.former, former), former],
  };
  // It endorses no more, so that nothing it endorsed is in flight when its organisation leaves.
  await stopService(layout, contractName(leaving, network.state.deployment));
  await stopService(layout, peerName(leaving));
  await leaveChannel(before, context, leaving);
  report(`${code} is no longer part of channel ${context.topology.channel}`);

  const { [code]: left, ...ports } = network.state.deployment.ports;
  const deployment = { ...network.state.deployment, sequence: network.state.deployment.sequence + 1, ports };
  const state: NetworkState = {
    topology: context.topology,
    consenters: context.consenters,
    former: context.former,
    contract: network.state.contract,
    deployment,
  };
  await writeState(layout, state);
  if (left !== undefined) report(`port ${left} is free`);
  await countNoMore(context, deployment, former);
  return state;
}

/** What remains when the organisation is out of the channel: its processes, the definition, the profiles. */
async function countNoMore(
  context: FabricContext,
  deployment: Deployment,
  former: FormerMember,
): Promise<void> {
  const { layout, report } = context;
  const { code } = former;
  for (const name of [ordererName(former), caName(former)]) await stopService(layout, name);
  report(`the processes of ${code} have stopped`);
  await deployContract(context, deployment);
  report(`definition ${deployment.sequence} no longer counts ${code}`);
  await rm(join(layout.connections, `${code}.json`), { force: true });
  await writeProfiles(context);
}

/** First out of consensus, then out of the channel: an orderer of no organisation could not be told to stop. */
async function leaveChannel(before: FabricContext, after: FabricContext, leaving: Member): Promise<void> {
  const staying = after.topology.members;
  const orderers = consentersOf(after);
  const [by] = orderers;
  if (by === undefined) throw new NetworkError('USAGE', 'The last member that runs an orderer cannot leave.');
  // More than half of all must agree, the leaving one counted, and it need not agree itself.
  const signers = [...orderers, ...staying.filter((member) => !orderers.includes(member))].slice(
    0,
    majority(before).length,
  );
  const signing = { by, signers, waitFor: staying };
  await updateChannel(after, signing, (configuration) => {
    const present = consenters(configuration);
    const remaining = present.filter((each) => each.msp_id !== leaving.mspId);
    if (remaining.length < present.length) setConsenters(configuration, remaining);
  });
  await updateChannel(after, signing, (configuration) => {
    for (const part of ['Application', 'Orderer']) {
      Reflect.deleteProperty(group(configuration, part).groups, leaving.mspId);
    }
  });
}
