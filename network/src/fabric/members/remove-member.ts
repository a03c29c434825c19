import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NetworkError } from '../../network-error.js';
import { consenters, group, setConsenters } from '../channel/configuration.js';
import { majority, updateChannel } from '../channel/update-channel.js';
import { memberByCode, type FabricContext } from '../fabric-context.js';
import { deployContract } from '../lifecycle/deploy-contract.js';
import { writeProfiles, type FabricNetwork } from '../network.js';
import { writeState, type NetworkState } from '../network-state.js';
import { stopService } from '../process/service.js';
import { caName } from '../ca/ca-service.js';
import { contractName, ordererName, peerName } from '../services.js';

/**
 * Takes a member out of a network that runs. First the contract's policies stop counting it, then its orderer leaves
 * consensus, then its organisation the channel; last its own processes stop. Its records stay on the ledger: readable,
 * and frozen, since their key-level policies ask for its own endorsement, which nobody can give any more. Its folder
 * with keys and blocks stays on disk.
 *
 * @throws NetworkError `USAGE` when the others are too few for the endorsement policy.
 */
export async function removeMember(network: FabricNetwork, code: string): Promise<NetworkState> {
  const before = network.context;
  const { layout, report } = before;
  const leaving = memberByCode(before.topology, code);
  const members = before.topology.members.filter((member) => member.code !== code);
  if (members.length < before.topology.endorsement.required) {
    throw new NetworkError(
      'USAGE',
      `${members.length} members cannot give the ${before.topology.endorsement.required} endorsements an act needs.`,
    );
  }
  const context: FabricContext = {
    ...before,
    topology: { ...before.topology, members },
    consenters: before.consenters.filter((each) => each !== code),
  };
  const [by] = majority(context);
  if (by === undefined) throw new NetworkError('USAGE', 'The last member cannot leave.');
  const signing = {
    by,
    signers: majority(before).filter((member) => member.code !== code),
    waitFor: members,
  };
  // More than half of all members must agree, the leaving one counted: take one more of those who stay.
  const signers = enough(signing.signers, members, majority(before).length);

  const { [code]: _, ...ports } = network.state.deployment.ports;
  const deployment = { ...network.state.deployment, sequence: network.state.deployment.sequence + 1, ports };
  await deployContract(context, deployment);
  report(`definition ${deployment.sequence} no longer counts ${code}`);

  await updateChannel(context, { ...signing, signers }, (configuration) => {
    const staying = consenters(configuration).filter((each) => each.msp_id !== leaving.mspId);
    if (staying.length < consenters(configuration).length) setConsenters(configuration, staying);
  });
  await updateChannel(context, { ...signing, signers }, (configuration) => {
    for (const part of ['Application', 'Orderer']) {
      const groups = group(configuration, part).groups;
      if (groups[leaving.mspId] !== undefined) Reflect.deleteProperty(groups, leaving.mspId);
    }
  });
  report(`${code} is no longer part of channel ${context.topology.channel}`);

  const state: NetworkState = {
    topology: context.topology,
    consenters: context.consenters,
    contract: network.state.contract,
    deployment,
  };
  await writeState(layout, state);
  for (const name of [
    contractName(leaving, deployment),
    peerName(leaving),
    ordererName(leaving),
    caName(leaving),
  ]) {
    await stopService(layout, name);
  }
  await rm(join(layout.connections, `${code}.json`), { force: true });
  await writeProfiles(context);
  return state;
}

function enough<Member>(
  chosen: readonly Member[],
  all: readonly Member[],
  needed: number,
): readonly Member[] {
  const others = all.filter((member) => !chosen.includes(member));
  return [...chosen, ...others].slice(0, needed);
}
