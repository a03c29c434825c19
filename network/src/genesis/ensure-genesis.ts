import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { NetworkError } from '../network-error.js';
import type { Topology } from '../topology/topology.js';
import { readChannelConfiguration } from './channel-configuration.js';
import { newGenesisBlock } from './genesis-block.js';
import { readMemberMaterial } from './member-material.js';

/**
 * The channel's block 0: the one stored at `path`, or a new one, stored there.
 *
 * @throws NetworkError `GENESIS_INVALID` when the stored one is of another channel or of other members than the topology,
 * `CRYPTO_INCOMPLETE` when certificates for a new one are missing.
 */
export async function ensureGenesis(
  path: string,
  organizations: string,
  topology: Topology,
): Promise<common.Block> {
  const stored = await readFile(path).catch(() => undefined);
  if (stored !== undefined) return checked(common.Block.deserializeBinary(stored), path, topology);
  const materials = await Promise.all(
    topology.members.map((member) => readMemberMaterial(organizations, member)),
  );
  const block = newGenesisBlock(topology, materials, new Date());
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.new`;
  const file = await open(aside, 'w');
  try {
    await file.writeFile(block.serializeBinary());
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
  return block;
}

function checked(block: common.Block, path: string, topology: Topology): common.Block {
  const { channel, organisations } = readChannelConfiguration(block);
  if (channel !== topology.channel) {
    throw new NetworkError(
      'GENESIS_INVALID',
      `${path} is of channel ${channel}, the topology says ${topology.channel}.`,
    );
  }
  const stored = organisations.map((organisation) => organisation.getName()).sort();
  const wanted = topology.members.map((member) => member.mspId).sort();
  if (stored.join() !== wanted.join()) {
    throw new NetworkError(
      'GENESIS_INVALID',
      `${path} is of members ${stored.join(', ')}, the topology says ${wanted.join(', ')}. ` +
        'Members are not added by changing the topology of a channel that exists, but by "add-member".',
    );
  }
  return block;
}
