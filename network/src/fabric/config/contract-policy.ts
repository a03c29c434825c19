import type { Member, Topology } from '../../topology/topology.js';

/** One private data collection, as Fabric's lifecycle takes it. */
export interface CollectionConfig {
  readonly name: string;
  readonly policy: string;
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  readonly endorsementPolicy: Readonly<{ signaturePolicy: string }>;
}

/** Who must endorse an act: so many of the members' peers as the topology requires. */
export function endorsementPolicy(topology: Topology): string {
  const peers = topology.members.map((member) => `'${member.mspId}.peer'`);
  return `OutOf(${topology.endorsement.required}, ${peers.join(', ')})`;
}

/** A member's own collection: only its clients read it, only its peer endorses writes to it. */
export function memberCollection(member: Member): CollectionConfig {
  return {
    name: member.collection,
    policy: `OR('${member.mspId}.member')`,
    requiredPeerCount: 0,
    // An endorser of another organisation hands what it holds to the member's one peer.
    maxPeerCount: 1,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: false,
    endorsementPolicy: { signaturePolicy: `OR('${member.mspId}.peer')` },
  };
}
