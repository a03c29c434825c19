import { resolve } from 'node:path';
import { Command } from 'commander';
import type { FormerMember } from '../contract/contract-terms.js';
import { askLedger } from '../control/control-client.js';
import { embeddedLayout } from '../embedded/layout.js';
import { hasFabricNetwork } from '../fabric/cli/hooks.js';
import { NetworkError } from '../network-error.js';
import type { Output } from './output.js';

interface RemoveMemberCommandOptions {
  readonly data: string;
  readonly custodian?: string;
}

/** `remove-member CODE`: takes a state out of the ledger that runs, whichever the data folder has. */
export function removeMemberCommand(output: Output): Command {
  return new Command('remove-member')
    .description('take a member out of the ledger that runs; its records stay readable and frozen')
    .argument('<code>', 'the member, as TL')
    .option('--custodian <code>', 'member in whose name its collection goes on; it gets no contents')
    .action(async (code: string, { data, custodian }: RemoveMemberCommandOptions) => {
      const options = { code, ...(custodian === undefined ? {} : { custodian }) };
      const { former, members } = (await hasFabricNetwork(data))
        ? await import('../fabric/cli/member-commands.js').then(({ removeFabricMember }) =>
            removeFabricMember({ data, ...options }, output),
          )
        : await removeEmbeddedMember(data, options);
      output.out(
        `${code} has left: ${members} members. Its collection goes on, frozen, in the name of ${former.custodian}. ` +
          'What it owed and was owed is closed once the keeper of the register records it, with the consent of ' +
          `another member: co register consent departure ${code}, then co register departure ${code} --with MEMBER.`,
      );
    });
}

async function removeEmbeddedMember(
  data: string,
  options: Readonly<{ code: string; custodian?: string }>,
): Promise<Readonly<{ former: FormerMember; members: number }>> {
  const layout = embeddedLayout(resolve(data));
  const { former, status } = await askLedger(layout.controlSocket, { command: 'removeMember', ...options });
  if (former === undefined || status === undefined) {
    throw new NetworkError('LEDGER_FAILED', 'The ledger did not tell who has left.');
  }
  return { former, members: status.members.length };
}
