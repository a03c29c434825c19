import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NetworkError } from '../../network-error.js';
import type { Member } from '../../topology/topology.js';
import { ordererFor, type FabricContext } from '../fabric-context.js';
import { ordererFlags, peerCli } from '../process/peer-cli.js';
import { runCommand } from '../process/run-command.js';
import type { ChannelConfiguration } from './configuration.js';

/** The configuration in force, and the block it came in. */
export interface FetchedConfiguration {
  readonly block: Buffer;
  readonly number: number;
  readonly configuration: ChannelConfiguration;
}

/** Fetches the channel's configuration in force from an orderer. */
export async function fetchConfiguration(context: FabricContext, by: Member): Promise<FetchedConfiguration> {
  return inWorkFolder(context, async (folder) => {
    const path = join(folder, 'config.block');
    await peerCli(context, by, [
      'channel',
      'fetch',
      'config',
      path,
      '--channelID',
      context.topology.channel,
      ...ordererFlags(context, ordererFor(context, by)),
    ]);
    return { block: await readFile(path), ...(await decodeConfigurationBlock(context, path)) };
  });
}

/** What the file of a configuration block says. @throws NetworkError when it is none. */
export async function decodeConfigurationBlock(
  context: FabricContext,
  path: string,
): Promise<Pick<FetchedConfiguration, 'number' | 'configuration'>> {
  const decoded = JSON.parse(await decode(context, 'common.Block', path)) as {
    header: { number: string };
    data: { data: readonly { payload: { data: { config: ChannelConfiguration } } }[] };
  };
  const [envelope] = decoded.data.data;
  if (envelope === undefined) throw new NetworkError('GENESIS_INVALID', 'The configuration block is empty.');
  return { number: Number(decoded.header.number), configuration: envelope.payload.data.config };
}

/** To a file and not to a pipe: the program opens `/dev/stdout` by name, which a pipe of Node's has not. */
export async function decode(context: FabricContext, type: string, path: string): Promise<string> {
  const output = `${path}.json`;
  await runCommand({
    command: context.binaries.configtxlator,
    args: ['proto_decode', '--type', type, '--input', path, '--output', output],
  });
  return readFile(output, 'utf8');
}

/** Does work in a folder of its own that is gone afterwards. */
export async function inWorkFolder<Value>(
  context: FabricContext,
  work: (folder: string) => Promise<Value>,
): Promise<Value> {
  await mkdir(context.layout.work, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(context.layout.work, 'change-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
