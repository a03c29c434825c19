import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { NetworkError } from '../../network-error.js';
import type { ConfigGroup } from '../channel/configuration.js';
import { ensureGenesisBlock } from '../channel/genesis.js';
import { decodeConfigurationBlock } from '../channel/fetch-configuration.js';
import { ownMembers, type FabricContext } from '../fabric-context.js';
import { hasPublicPart } from './public-part.js';

/** @throws NetworkError `PART_MISSING` naming whose public parts are not here yet. */
export async function assertAllParts(context: FabricContext): Promise<void> {
  const missing: string[] = [];
  for (const member of context.topology.members) {
    if (!(await hasPublicPart(context, member))) missing.push(member.code);
  }
  if (missing.length > 0) {
    throw new NetworkError(
      'PART_MISSING',
      `The public parts of ${missing.join(', ')} are not here: their operators send what "prepare" wrote, "accept" takes it.`,
    );
  }
}

/** Block 0 as all members have it. @throws NetworkError `PART_MISSING` when it is not here. */
export async function agreedGenesis(context: FabricContext): Promise<Buffer> {
  await assertAllParts(context);
  return readFile(context.layout.genesis).catch((cause: unknown) => {
    throw new NetworkError(
      'PART_MISSING',
      'Block 0 is not here: one member makes it by "genesis", the others take it by "genesis FILE".',
      { cause },
    );
  });
}

/**
 * Takes a block 0 that another member has made. It must say exactly what this member's own topology and the public
 * parts it was given make; a member that joins later compares what is said of all others but itself.
 *
 * @throws NetworkError `GENESIS_INVALID` naming what differs.
 */
export async function takeGenesisBlock(context: FabricContext, block: Uint8Array): Promise<void> {
  const { layout } = context;
  await assertAllParts(context);
  await mkdir(layout.work, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(layout.work, 'genesis-'));
  try {
    const path = join(folder, 'genesis.block');
    await writeFile(path, block);
    const given = (await decodeConfigurationBlock(context, path)).configuration.channel_group;
    const names = Object.keys(given.groups['Application']?.groups ?? {});
    const joins = ownMembers(context).every(({ mspId }) => !names.includes(mspId));
    if (!joins) {
      const aside: FabricContext = { ...context, layout: { ...layout, genesis: join(folder, 'own.block') } };
      await ensureGenesisBlock(aside);
      const own = (await decodeConfigurationBlock(context, aside.layout.genesis)).configuration.channel_group;
      const differing = differences(given, own);
      if (differing.length > 0) {
        throw new NetworkError(
          'GENESIS_INVALID',
          `This block 0 says other things than the topology and certificates here: ${differing.join(', ')}.`,
        );
      }
    }
    await rename(path, layout.genesis);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where two configurations differ, by the path of group and entry. */
export function differences(one: ConfigGroup, other: ConfigGroup, path = 'channel'): readonly string[] {
  const found: string[] = [];
  for (const kind of ['values', 'policies'] as const) {
    for (const name of new Set([...Object.keys(one[kind]), ...Object.keys(other[kind])])) {
      if (!isDeepStrictEqual(one[kind][name], other[kind][name])) found.push(`${path}/${name}`);
    }
  }
  for (const name of new Set([...Object.keys(one.groups), ...Object.keys(other.groups)])) {
    const [a, b] = [one.groups[name], other.groups[name]];
    if (a === undefined || b === undefined) found.push(`${path}/${name}`);
    else found.push(...differences(a, b, `${path}/${name}`));
  }
  return found;
}
