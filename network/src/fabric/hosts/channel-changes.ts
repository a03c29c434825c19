import { readFile } from 'node:fs/promises';
import { NetworkError } from '../../network-error.js';
import type { ConfigGroup } from '../channel/configuration.js';
import { group } from '../channel/configuration.js';
import { decode, fetchConfiguration } from '../channel/fetch-configuration.js';
import { sendUpdate } from '../channel/send-update.js';
import { majority, signUpdate, updateChannel } from '../channel/update-channel.js';
import { memberByCode } from '../../topology/member-by-code.js';
import { ownMembers, type FabricContext } from '../fabric-context.js';
import { asApplicationMember, organisationDefinition } from '../members/organisation-definition.js';
import type { Member } from '../../topology/topology.js';

/**
 * Proposes that a member whose public part was accepted becomes part of the channel.
 *
 * @returns whether it is part of it already. @throws NetworkError `SIGNATURES_MISSING` naming the file to be signed.
 */
export async function proposeMember(context: FabricContext, code: string): Promise<boolean> {
  const member = memberByCode(context.topology, code);
  const definition = await organisationDefinition(context, member);
  const before = { ...context.topology, members: context.topology.members.filter((each) => each !== member) };
  const signers = majority({ ...context, topology: before });
  const changed = await updateChannel(context, { by: ownMember(context), signers }, (configuration) => {
    group(configuration, 'Application').groups[member.mspId] ??= asApplicationMember(
      definition,
      context,
      member,
    );
  });
  return !changed;
}

/** Signs an update as this machine's administrator. @returns what it changes. */
export async function signUpdateFile(context: FabricContext, file: string): Promise<readonly string[]> {
  const changes = await describeUpdate(context, file);
  await signUpdate(context, ownMember(context), file);
  return changes;
}

/** Sends a signed update and waits until it is in force at the own peer. @returns what it changed. */
export async function submitUpdateFile(context: FabricContext, file: string): Promise<readonly string[]> {
  const by = ownMember(context);
  const changes = await describeUpdate(context, file);
  const { configuration } = await fetchConfiguration(context, by);
  await sendUpdate(context, file, { by, before: Number(configuration.sequence) });
  return changes;
}

/** What an update writes, by the path of each group and entry that is new or gets another version. */
async function describeUpdate(context: FabricContext, file: string): Promise<readonly string[]> {
  await readFile(file).catch((cause: unknown) => {
    throw new NetworkError('USAGE', `${file} cannot be read.`, { cause });
  });
  const decoded = JSON.parse(await decode(context, 'common.Envelope', file)) as {
    payload: { data: { config_update: { read_set: ConfigGroup; write_set: ConfigGroup } } };
  };
  const { read_set: from, write_set: to } = decoded.payload.data.config_update;
  return written(from, to, 'channel');
}

/** Exported for its table of cases. */
export function written(from: ConfigGroup | undefined, to: ConfigGroup, path: string): readonly string[] {
  if (from === undefined) return [path];
  const entries = (['values', 'policies'] as const).flatMap((kind) =>
    Object.keys(to[kind])
      .filter((name) => version(from[kind][name]) !== version(to[kind][name]))
      .map((name) => `${path}/${name}`),
  );
  const groups = Object.entries(to.groups).flatMap(([name, inner]) =>
    written(from.groups[name], inner, `${path}/${name}`),
  );
  return [...entries, ...groups];
}

/** An entry that is not in the set at all differs from every other. */
const version = (entry: unknown): string =>
  entry === undefined ? 'none' : ((entry as { version?: string }).version ?? '0');

function ownMember(context: FabricContext): Member {
  const [own] = ownMembers(context);
  if (own === undefined) throw new RangeError('a machine runs a member');
  return own;
}
