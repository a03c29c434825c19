import { defaultTerms, type ContractTerms, type FormerMember } from '../contract/contract-terms.js';
import { memberAddress, type Member, type Topology } from '../topology/topology.js';
import type { RememberedContract } from './remembered-contracts.js';
import { endpoint } from '../topology/endpoint.js';

/** Who the members are, and who has been. */
export interface Membership {
  readonly topology: Topology;
  readonly former: readonly FormerMember[];
}

/** A contract's terms after members have come or gone: policy and collections change where they are the topology's own. */
export function termsAfter(terms: ContractTerms, before: Membership, after: Membership): ContractTerms {
  const old = defaultTerms(before.topology, before.former);
  const next = defaultTerms(after.topology, after.former);
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return {
    ...terms,
    policy: same(terms.policy, old.policy) ? next.policy : terms.policy,
    collections: same(terms.collections, old.collections) ? next.collections : terms.collections,
  };
}

/** Where a contract's copies listen once a member has joined. */
export function addressesWith(
  { addresses }: RememberedContract,
  topology: Topology,
  member: Member,
  address: string | undefined,
): RememberedContract['addresses'] {
  const others = [...new Set(Object.values(addresses))];
  const [shared] = others.length === 1 ? others : [];
  return {
    ...addresses,
    [member.code]:
      address ??
      addresses[member.code] ??
      shared ??
      endpoint(memberAddress(topology, member), member.contract.port),
  };
}
