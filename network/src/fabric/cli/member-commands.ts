import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Output } from '../../cli/output.js';
import { NetworkError } from '../../network-error.js';
import type { FormerMember } from '../../contract/contract-terms.js';
import type { RemoveMemberOptions } from '../../contract/leaving-member.js';
import type { RevokeOptions } from '../ca/revocable.js';
import { hasFabricNetwork } from './hooks.js';
import type { FabricNetwork } from '../network.js';

interface DataOption {
  readonly data: string;
}

/** `add-member CODE` on a Fabric network: brings a state into the channel that runs. */
export async function addFabricMember(
  code: string,
  options: DataOption & Readonly<{ name?: string; consenter?: boolean }>,
  output: Output,
): Promise<void> {
  const { network } = await open(options, output);
  const { addMember, consenterAdvice } = await import('../members/add-member.js');
  const { newMember } = await import('../members/new-member.js');
  const { joining } = network.state;
  const { topology } = network.context;
  const present = topology.members.find((each) => each.code === code);
  const begun = present ?? (joining?.code === code ? joining : undefined);
  const member = begun ?? (await newMember(topology, code, options.name));
  if (options.consenter === true && present === undefined)
    output.err(consenterAdvice(network.state.consenters.length));
  const state = await addMember(network, { member, consenter: options.consenter === true });
  output.out(
    `${member.name} (${code}) is a member: ${state.topology.members.length} members, ` +
      `${state.consenters.length} orderers. Its profile: connections/${code}.json.`,
  );
}

/** `remove-member CODE` on a Fabric network. @returns who has left, and how many stay. */
export async function removeFabricMember(
  options: DataOption & RemoveMemberOptions,
  output: Output,
): Promise<Readonly<{ former: FormerMember; members: number }>> {
  const { network } = await open(options, output);
  const { removeMember } = await import('../members/remove-member.js');
  const state = await removeMember(network, options);
  const { consenterAdvice } = await import('../members/add-member.js');
  output.err(consenterAdvice(state.consenters.length));
  const former = state.former.find(({ code }) => code === options.code);
  if (former === undefined) throw new RangeError('who has left is a former member');
  return { former, members: state.topology.members.length };
}

/** `upgrade VERSION`. */
export function upgradeCommand(output: Output): Command {
  return new Command('upgrade')
    .description('move every member to a new version of the contract while submits go on')
    .argument('<version>', 'its name, as 1.1')
    .option('--program <file>', 'Node program that serves it; the present one when not given')
    .action(async (version: string, options: DataOption & { program?: string }) => {
      if (!(await hasFabricNetwork(options.data))) {
        throw new NetworkError(
          'USAGE',
          'upgrade is for a Fabric network, and there is none. On the embedded ledger, start the services of the new ' +
            'version, then: deploy NAME ADDRESS --contract-version VERSION.',
        );
      }
      const { network } = await open(options, output);
      const { upgradeContract } = await import('../lifecycle/upgrade-contract.js');
      const state = await upgradeContract(network, {
        version,
        ...(options.program === undefined
          ? {}
          : { contract: { command: process.execPath, args: [resolve(options.program)] } }),
      });
      output.out(`${state.deployment.label} is in force, definition ${state.deployment.sequence}.`);
    });
}

/** `revoke IDENTITY` on a Fabric network. @returns the serial number of the revoked certificate. */
export async function revokeFabricIdentity(
  options: DataOption & RevokeOptions,
  output: Output,
): Promise<string> {
  const { network } = await open(options, output);
  const { revokeIdentity } = await import('../ca/revoke.js');
  return revokeIdentity(network.context, options);
}

/** `doctor`: what is wrong, in words. */
export function doctorCommand(output: Output): Command {
  return new Command('doctor')
    .description('look for what is wrong with the Fabric network, and say it in words')
    .option('--json', 'print it as JSON')
    .action(async (options: DataOption & { json?: boolean }) => {
      const { examine } = await import('../doctor/examine.js');
      const { printFindings } = await import('../doctor/print-findings.js');
      printFindings(await examine(resolve(options.data)), options.json === true, output);
    });
}

async function open(options: DataOption, output: Output): Promise<{ network: FabricNetwork }> {
  const { openFabricNetwork } = await import('../network.js');
  const network = await openFabricNetwork({
    data: resolve(options.data),
    report: (line) => {
      output.err(line);
    },
  });
  return { network };
}
