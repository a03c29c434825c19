import { NetworkError } from '../network-error.js';
import type { Member, Topology } from '../topology/topology.js';
import { memberByCode } from '../topology/member-by-code.js';
import type { FormerMember } from './contract-terms.js';

/** Who leaves, and in whose name the collection goes on. */
export interface RemoveMemberOptions {
  readonly code: string;
  /** Code of a member that stays; the last one when not given. */
  readonly custodian?: string;
}

/** A member about to leave, and who stays. */
export interface LeavingMember {
  readonly leaving: Member;
  readonly staying: readonly Member[];
  readonly custodian: Member;
  readonly former: FormerMember;
}

/**
 * Who leaves, and who stays; the same on every ledger.
 *
 * @throws NetworkError `USAGE` when the others are too few for the endorsement policy, `MEMBER_UNKNOWN`.
 */
export function leavingMember(topology: Topology, options: RemoveMemberOptions): LeavingMember {
  const leaving = memberByCode(topology, options.code);
  const staying = topology.members.filter((member) => member !== leaving);
  if (staying.length < topology.endorsement.required) {
    throw new NetworkError(
      'USAGE',
      `${staying.length} members cannot give the ${topology.endorsement.required} endorsements an act needs.`,
    );
  }
  const custodian = memberByCode(
    { ...topology, members: staying },
    options.custodian ?? staying.at(-1)?.code ?? '',
  );
  const { code, mspId, collection } = leaving;
  return { leaving, staying, custodian, former: { code, mspId, collection, custodian: custodian.mspId } };
}

/**
 * Those that had left before: what went on in the name of the member that leaves now goes on in its custodian's, since a
 * definition names members of the channel only.
 */
export function handedOn<Former extends FormerMember>(
  before: readonly Former[],
  { mspId, custodian }: FormerMember,
): readonly Former[] {
  return before.map((each) => (each.custodian === mspId ? { ...each, custodian } : each));
}
