import { resolve } from 'node:path';
import { Command } from 'commander';
import { askLedger } from '../control/control-client.js';
import { embeddedLayout } from '../embedded/layout.js';
import { hasFabricNetwork } from '../fabric/cli/hooks.js';
import type { Output } from './output.js';

/** `revoke IDENTITY`, whichever ledger the data folder has. */
export function revokeCommand(output: Output): Command {
  return new Command('revoke')
    .description("revoke an identity's certificate: every peer and orderer refuses it from then on")
    .argument('<identity>', 'as Gateway@vn.origin.example')
    .option('--renew', 'give it a new certificate at once, with a new key')
    .action(async (identity: string, { data, renew = false }: { data: string; renew?: boolean }) => {
      const serial = (await hasFabricNetwork(data))
        ? await import('../fabric/cli/member-commands.js').then(({ revokeFabricIdentity }) =>
            revokeFabricIdentity({ data, identity, renew }, output),
          )
        : await revokeEmbeddedIdentity(data, identity, renew, output);
      output.out(`Certificate ${serial} of ${identity} is revoked on the channel.`);
    });
}

async function revokeEmbeddedIdentity(
  data: string,
  identity: string,
  renew: boolean,
  output: Output,
): Promise<string> {
  const { controlSocket } = embeddedLayout(resolve(data));
  const { revoked = '' } = await askLedger(controlSocket, { command: 'revoke', identity, renew });
  if (renew) output.err(`${identity} has a new key and certificate: restart what uses them`);
  return revoked;
}
