import type { Member, Topology } from '../topology/topology.js';
import { validateTopology } from '../topology/validate-topology.js';
import { readNoted } from './noted-list.js';

/**
 * The members that joined after block 0. A member is noted before anything else is done for it, so that a joining that
 * was broken off can go on; only those whose organisation is part of the channel count.
 *
 * @throws NetworkError `DATA_FORMAT` when the file cannot be read.
 */
export const readJoined = (path: string): Promise<readonly Member[]> => readNoted(path);

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
