import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CHANNEL_PROFILE } from '../config/configtx-yaml.js';
import { writeChannelConfiguration } from '../config/write-configuration.js';
import type { FabricContext } from '../fabric-context.js';
import { runCommand } from '../process/run-command.js';

/** The channel's block 0, made once by Fabric's own `configtxgen`. */
export async function ensureGenesisBlock(context: FabricContext): Promise<Buffer> {
  const { layout, binaries, topology } = context;
  const stored = await readFile(layout.genesis).catch(() => undefined);
  if (stored !== undefined) return stored;
  await writeChannelConfiguration(context);
  await mkdir(dirname(layout.genesis), { recursive: true, mode: 0o700 });
  const aside = `${layout.genesis}.new`;
  await runCommand({
    command: binaries.configtxgen,
    args: [
      '-configPath',
      layout.configtx,
      '-profile',
      CHANNEL_PROFILE,
      '-channelID',
      topology.channel,
      '-outputBlock',
      aside,
    ],
  });
  await rename(aside, layout.genesis);
  return readFile(layout.genesis);
}
