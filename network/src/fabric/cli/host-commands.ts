import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Output } from '../../cli/output.js';
import { NetworkError } from '../../network-error.js';
import { defaultTopologyPath, readTopology } from '../../topology/read-topology.js';
import { ownMembers, type FabricContext } from '../fabric-context.js';
import type { HostOptions } from '../hosts/prepare-host.js';

interface DataOption {
  readonly data: string;
}

/** `prepare CODE`: the first command of a member that has a machine of its own. */
export function prepareCommand(output: Output): Command {
  return new Command('prepare')
    .description(
      "Fabric, each member on its own machines: make this member's keys, and the public part for the others",
    )
    .argument('<code>', 'the member this machine runs, as VN')
    .option('--topology <file>', 'the same for all members', defaultTopologyPath)
    .option('--joining', 'the member joins a channel that runs: a peer, no orderer')
    .action(async (code: string, options: DataOption & { topology: string; joining?: boolean }) => {
      const { prepareHost } = await import('../hosts/prepare-host.js');
      const topology = await readTopology(options.topology);
      const { file, digest } = await prepareHost({
        ...host(options, output),
        ...{ topology, code, joining: options.joining === true },
      });
      output.out(`${file}  SHA-256 ${digest}`);
      output.err('Send it to the other members, and read them the digest; "accept" takes theirs.');
    });
}

/** `accept FILE...`: other members' public parts. */
export function acceptCommand(output: Output): Command {
  return new Command('accept')
    .description("take other members' public parts, as their prepare wrote them")
    .argument('<file...>', 'as SG.public.json')
    .action(async (files: readonly string[], options: DataOption) => {
      const { acceptPart } = await import('../hosts/prepare-host.js');
      for (const file of files) {
        const { code, digest } = await acceptPart(host(options, output), await textOf(file), file);
        output.out(`${code}  SHA-256 ${digest}`);
      }
    });
}

/** `genesis [FILE]`: makes block 0, or takes the one another member has made. */
export function genesisCommand(output: Output): Command {
  return new Command('genesis')
    .description('make block 0, or take and check the one another member has made')
    .argument('[file]', 'block 0 as another member has made it')
    .action(async (file: string | undefined, options: DataOption) => {
      const { assertAllParts, takeGenesisBlock } = await import('../hosts/agreed-genesis.js');
      const { ensureGenesisBlock } = await import('../channel/genesis.js');
      const { digestOf } = await import('../hosts/public-part.js');
      const context = await open(options, output);
      if (file === undefined) {
        await assertAllParts(context);
        await ensureGenesisBlock(context);
      } else {
        await takeGenesisBlock(context, await readFile(file));
      }
      output.out(`${context.layout.genesis}  SHA-256 ${digestOf(await readFile(context.layout.genesis))}`);
    });
}

/** `propose-member CODE`: an update of the channel for the administrators to sign. */
export function proposeMemberCommand(output: Output): Command {
  return new Command('propose-member')
    .description('write the channel update by which an accepted member joins; the others sign it')
    .argument('<code>', 'the new member, as TL')
    .action(async (code: string, options: DataOption) => {
      const { proposeMember } = await import('../hosts/channel-changes.js');
      await proposeMember(await open(options, output), code);
      output.out(`${code} is part of the channel.`);
    });
}

/** `sign FILE`. */
export function signCommand(output: Output): Command {
  return new Command('sign')
    .description("add this member's administrator's signature to a channel update")
    .argument('<file>', 'the update')
    .action(async (file: string, options: DataOption) => {
      const { signUpdateFile } = await import('../hosts/channel-changes.js');
      for (const change of await signUpdateFile(await open(options, output), resolve(file)))
        output.out(change);
    });
}

/** `submit FILE`. */
export function submitCommand(output: Output): Command {
  return new Command('submit')
    .description('send a channel update that more than half of the administrators have signed')
    .argument('<file>', 'the update')
    .action(async (file: string, options: DataOption) => {
      const { submitUpdateFile } = await import('../hosts/channel-changes.js');
      for (const change of await submitUpdateFile(await open(options, output), resolve(file)))
        output.out(change);
    });
}

/** `snapshot`. */
export function snapshotCommand(output: Output): Command {
  return new Command('snapshot')
    .description("have this machine's peer write its state as of its last block (Fabric)")
    .action(async (options: DataOption) => {
      const { takeSnapshot } = await import('../hosts/snapshot.js');
      const context = await open(options, output);
      for (const member of ownMembers(context)) output.out(await takeSnapshot(context, member));
    });
}

/** `renew`. */
export function renewCommand(output: Output): Command {
  return new Command('renew')
    .description(
      'enrol the TLS certificates and the identity of peers again; orderers are pinned in the channel',
    )
    .action(async (options: DataOption) => {
      const { renewCertificates } = await import('../ca/renew.js');
      for (const name of await renewCertificates(await open(options, output))) output.out(name);
      output.err('Restart what uses them: "down", then "up --fabric".');
    });
}

async function open(options: DataOption, output: Output): Promise<FabricContext> {
  const { openFabricNetwork } = await import('../network.js');
  const { data, report } = host(options, output);
  return (await openFabricNetwork({ data, report })).context;
}

function host(options: DataOption, output: Output): HostOptions {
  return {
    data: resolve(options.data),
    report: (line) => {
      output.err(line);
    },
  };
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new NetworkError('USAGE', `${file} cannot be read.`, { cause });
  });
}
