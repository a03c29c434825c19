import { resolve } from 'node:path';
import { Command } from 'commander';
import { askLedger } from '../control/control-client.js';
import type { ContractStatus, LedgerStatus } from '../control/control-protocol.js';
import { embeddedLayout } from '../embedded/layout.js';
import { hasFabricNetwork } from '../fabric/cli/hooks.js';
import type { Output } from './output.js';

/** `status`: members, addresses, contracts, number of blocks. */
export function statusCommand(output: Output): Command {
  return new Command('status')
    .description('show members, addresses, contracts and number of blocks')
    .option('--json', 'print it as JSON')
    .action(async (options: { data: string; json?: boolean }) => {
      if (await hasFabricNetwork(options.data)) {
        const { showFabricStatus } = await import('../fabric/cli/show-status.js');
        await showFabricStatus(resolve(options.data), options.json === true, output);
        return;
      }
      const { controlSocket } = embeddedLayout(resolve(options.data));
      const { status } = await askLedger(controlSocket, { command: 'status' });
      if (status === undefined) return;
      if (options.json === true) output.out(JSON.stringify(status, undefined, 2));
      else printStatus(status, output);
    });
}

export function printStatus(status: LedgerStatus, output: Output): void {
  output.out(
    `Embedded ledger, one operator: channel ${status.channel}, ${status.height} blocks, process ${status.processId}`,
  );
  for (const { code, mspId, address } of status.members) {
    output.out(`  ${code.padEnd(8)}${mspId.padEnd(12)}${address}`);
  }
  for (const contract of status.contracts) {
    output.out(`  ${contractLine(contract)}`);
    const silent = silentLine(contract);
    if (silent !== undefined) output.out(`    ${silent}`);
  }
  if (status.contracts.length === 0) output.out('  no contract: deploy one with "deploy <name> <address>"');
}

/** `VN, SG at 127.0.0.1:7055; TH at ...`: members that share a service together. */
export function contractLine({ name, version, sequence, addresses }: ContractStatus): string {
  return `contract ${name} version ${version} sequence ${sequence}: ${sharedAddresses(Object.entries(addresses))}`;
}

/** Where nothing answers, and what to do; undefined where all copies are connected. */
export function silentLine({ name, addresses, silent }: ContractStatus): string | undefined {
  if (silent.length === 0) return undefined;
  const where = sharedAddresses(Object.entries(addresses).filter(([code]) => silent.includes(code)));
  return `nothing answers for ${where}: start ${name} there, the ledger connects by itself; calls fail until then`;
}

function sharedAddresses(addresses: readonly (readonly [code: string, address: string])[]): string {
  const codes = new Map<string, string[]>();
  for (const [code, address] of addresses) {
    codes.set(address, [...(codes.get(address) ?? []), code]);
  }
  return [...codes].map(([address, at]) => `${at.join(', ')} at ${address}`).join('; ');
}
