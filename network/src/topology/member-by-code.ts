import { NetworkError } from '../network-error.js';
import type { Member, Topology } from './topology.js';

/** The member with a code. @throws NetworkError `MEMBER_UNKNOWN`. */
export function memberByCode(topology: Topology, code: string): Member {
  const member = topology.members.find((each) => each.code === code);
  if (member === undefined) {
    const known = topology.members.map((each) => each.code).join(', ');
    throw new NetworkError('MEMBER_UNKNOWN', `There is no member ${code}; members are ${known}.`);
  }
  return member;
}
