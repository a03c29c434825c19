import type { FormerMember } from '../contract/contract-terms.js';
import type { Member, Topology } from '../topology/topology.js';
import { readNoted } from './noted-list.js';

/** A member that has left, as it stood in the topology: what it signed is still to be read. */
export interface DepartedMember extends FormerMember {
  readonly member: Member;
  /** Its place among the members: terms name them in this order. */
  readonly place: number;
  /** Codes of those that left before in its name, and go on in its custodian's. */
  readonly kept: readonly string[];
}

/** A topology's members as they were before one left. */
export function membersBefore(
  members: readonly Member[],
  { member, place }: Pick<DepartedMember, 'member' | 'place'>,
): readonly Member[] {
  return [...members.slice(0, place), member, ...members.slice(place)];
}

/** A topology with those founders that have left: block 0 is theirs too. */
export function withFounders(
  topology: Topology,
  former: readonly DepartedMember[],
  joined: readonly Member[],
): Topology {
  const absent = former.filter(({ mspId }) =>
    [...topology.members, ...joined].every((member) => member.mspId !== mspId),
  );
  // The last to leave was counted among those that stayed until then.
  const members = absent.reduceRight(membersBefore, topology.members);
  return { ...topology, members };
}

/** The members that have left. @throws NetworkError `DATA_FORMAT` when the file cannot be read. */
export const readFormer = (path: string): Promise<readonly DepartedMember[]> => readNoted(path);
