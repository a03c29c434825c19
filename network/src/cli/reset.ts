import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { embeddedLayout } from '../embedded/layout.js';
import { hasFabricNetwork, resetFabric } from '../fabric/cli/hooks.js';
import { stopLedger } from './down.js';
import type { Output } from './output.js';

/** `reset`: stops the ledger and removes its blocks, state and certificates. */
export function resetCommand(output: Output): Command {
  return new Command('reset')
    .description('stop the ledger and remove its blocks, state, certificates and keys')
    .action(async (options: { data: string }) => {
      if (await hasFabricNetwork(options.data)) await resetFabric(options.data, output);
      await stopLedger(options.data);
      const { root, connections } = embeddedLayout(resolve(options.data));
      await rm(root, { recursive: true, force: true });
      await rm(connections, { recursive: true, force: true });
      output.out(`Removed ${root} and ${connections}.`);
    });
}
