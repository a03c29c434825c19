import { open, readFile, rename } from 'node:fs/promises';
import { NetworkError } from '../network-error.js';
import type { Member, Topology } from '../topology/topology.js';
import { validateTopology } from '../topology/validate-topology.js';

/**
 * The members that joined after block 0. A member is noted before anything else is done for it, so that a joining that
 * was broken off can go on; only those whose organisation is part of the channel count.
 *
 * @throws NetworkError `DATA_FORMAT` when the file cannot be read.
 */
export async function readJoined(path: string): Promise<readonly Member[]> {
  const text = await readFile(path, 'utf8').catch(() => '[]');
  try {
    return JSON.parse(text) as readonly Member[];
  } catch (cause) {
    throw new NetworkError('DATA_FORMAT', `${path} is not what the ledger wrote.`, { cause });
  }
}

export async function writeJoined(path: string, members: readonly Member[]): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(members, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** A topology with further members: those it has already stay as they are. */
export function withMembers(topology: Topology, further: readonly Member[]): Topology {
  const added = further.filter(({ mspId }) => topology.members.every((member) => member.mspId !== mspId));
  return added.length === 0
    ? topology
    : validateTopology({ ...topology, members: [...topology.members, ...added] });
}

/** The members a topology had when block 0 was made. */
export function withoutMembers(topology: Topology, joined: readonly Member[]): Topology {
  const members = topology.members.filter(({ mspId }) => joined.every((member) => member.mspId !== mspId));
  return { ...topology, members };
}
