import { resolve } from 'node:path';
import { Command } from 'commander';
import { parseAddresses } from '../contract/contract-address.js';
import type { ContractTerms } from '../contract/contract-terms.js';
import { readCollections } from '../contract/read-collections.js';
import { askLedger } from '../control/control-client.js';
import { embeddedLayout } from '../embedded/layout.js';
import { NetworkError } from '../network-error.js';
import { parsePolicy } from '../msp/policy-text.js';
import { readTopology } from '../topology/read-topology.js';
import type { Output } from './output.js';
import { contractLine, silentLine } from './status.js';

interface DeployOptions {
  readonly data: string;
  readonly contractVersion?: string;
  readonly collections?: string;
  readonly policy?: string;
  readonly channelConfigPolicy?: string;
  readonly initRequired?: boolean;
  readonly check?: boolean;
}

/** `deploy`: commits a contract's definition and connects its services. */
export function deployCommand(output: Output): Command {
  return new Command('deploy')
    .description('commit a contract and connect its services, which run in fabric-shim server mode')
    .argument('<name>', 'the contract')
    .argument(
      '<address...>',
      'host:port for all members, or CODE=host:port for each; tls://host:port for TLS',
    )
    .option('--contract-version <text>', 'version of the definition')
    .option('--collections <file>', "private data collections, as Fabric's lifecycle commands take them")
    .option('--policy <text>', "who must endorse, as \"OutOf(2, 'VNMSP.peer', 'SGMSP.peer', 'THMSP.peer')\"")
    .option(
      '--channel-config-policy <path>',
      'who must endorse, as a policy of the channel: /Channel/Application/Endorsement',
    )
    .option('--init-required', 'the first call of each version must be one as init')
    .option('--check', 'fail when nothing answers at an address; the definition is committed all the same')
    .action(async (name: string, addresses: readonly string[], options: DeployOptions) => {
      const layout = embeddedLayout(resolve(options.data));
      // The running ledger's own topology: it may stand on other ports, or have other members.
      const topology = await readTopology(layout.topology).catch((cause: unknown) => {
        throw new NetworkError('NOT_RUNNING', 'The ledger is not running. Start it with "up".', { cause });
      });
      const { contract } = await askLedger(layout.controlSocket, {
        command: 'deploy',
        name,
        addresses: parseAddresses(topology, addresses),
        terms: await termsFrom(options),
      });
      if (contract === undefined) return;
      output.out(contractLine(contract));
      const silent = silentLine(contract);
      if (silent === undefined) return;
      // As on Fabric a definition needs no service: one that is started later is found.
      if (options.check === true) throw new NetworkError('CONTRACT_SILENT', `Committed, but ${silent}.`);
      output.err(`Committed, but ${silent}.`);
    });
}

async function termsFrom(options: DeployOptions): Promise<Partial<ContractTerms>> {
  const { contractVersion, collections, policy, channelConfigPolicy, initRequired } = options;
  if (policy !== undefined && channelConfigPolicy !== undefined) {
    throw new NetworkError('USAGE', 'Give one of --policy and --channel-config-policy.');
  }
  // A policy that cannot be read is told before the ledger is asked.
  if (policy !== undefined) parsePolicy(policy);
  return {
    ...(contractVersion === undefined ? {} : { version: contractVersion }),
    ...(policy === undefined ? {} : { policy }),
    ...(channelConfigPolicy === undefined ? {} : { channelConfigPolicy }),
    ...(initRequired === undefined ? {} : { initRequired }),
    ...(collections === undefined ? {} : { collections: await readCollections(collections) }),
  };
}
