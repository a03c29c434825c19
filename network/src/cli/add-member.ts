import { resolve } from 'node:path';
import { Command } from 'commander';
import { askLedger } from '../control/control-client.js';
import type { AddressesByContract } from '../control/control-protocol.js';
import { embeddedLayout } from '../embedded/layout.js';
import { readJoined } from '../embedded/joined-members.js';
import { hasFabricNetwork } from '../fabric/cli/hooks.js';
import { NetworkError } from '../network-error.js';
import { readTopology } from '../topology/read-topology.js';
import type { Output } from './output.js';

interface AddMemberOptions {
  readonly data: string;
  readonly name?: string;
  readonly consenter?: boolean;
  readonly contract?: readonly string[];
}

/** `add-member CODE`: brings a state into the ledger that runs, whichever the data folder has. */
export function addMemberCommand(output: Output): Command {
  return new Command('add-member')
    .description('bring a new member into the ledger that runs; nobody stops')
    .argument('<code>', 'the state, as TL')
    .option('--name <text>', 'name of its authority')
    .option('--consenter', 'its orderer takes part in consensus (Fabric)')
    .option(
      '--contract <name=host:port...>',
      "where its copy of a contract listens; else the members' common address, or its port in the topology (embedded)",
    )
    .action(async (code: string, options: AddMemberOptions) => {
      if (await hasFabricNetwork(options.data)) {
        const { addFabricMember } = await import('../fabric/cli/member-commands.js');
        await addFabricMember(code, options, output);
      } else {
        await addEmbeddedMember(code, options, output);
      }
    });
}

async function addEmbeddedMember(code: string, options: AddMemberOptions, output: Output): Promise<void> {
  if (options.consenter === true) {
    throw new NetworkError('USAGE', 'not supported by the embedded ledger: add-member --consenter');
  }
  const layout = embeddedLayout(resolve(options.data));
  const topology = await readTopology(layout.topology).catch((cause: unknown) => {
    throw new NetworkError('NOT_RUNNING', 'The ledger is not running. Start it with "up".', { cause });
  });
  const { newMember } = await import('../fabric/members/new-member.js');
  const begun = (await readJoined(layout.joined)).find((member) => member.code === code);
  // Asked again, what is missing is done, if anything is.
  const member = begun ?? (await newMember(topology, code, options.name));
  const addresses = contractAddresses(options.contract ?? []);
  const { status } = await askLedger(layout.controlSocket, { command: 'addMember', member, addresses });
  output.out(
    `${member.name} (${code}) is a member: ${status?.members.length ?? 0} members. ` +
      `Its profile: connections/${code}.json.`,
  );
}

function contractAddresses(texts: readonly string[]): AddressesByContract {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = '', address] = text.split('=', 2);
      if (address === undefined) {
        throw new NetworkError('ADDRESS_INVALID', `"${text}" is not a contract's name, "=" and an address.`);
      }
      return [name, address];
    }),
  );
}
