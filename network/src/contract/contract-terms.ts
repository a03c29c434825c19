import type { Member, Topology } from '../topology/topology.js';

/** One private data collection, as Fabric's lifecycle commands take it. */
export interface CollectionConfig {
  readonly name: string;
  /** Who keeps the data, in Fabric's policy language. */
  readonly policy: string;
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  /** Blocks after which the data is dropped; 0 keeps it. */
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  /** Replaces the contract's policy for writes to the collection: in Fabric's policy language, or by its path. */
  readonly endorsementPolicy?: Readonly<{ signaturePolicy: string } | { channelConfigPolicy: string }>;
}

/** What the members agree on for a contract. */
export interface ContractTerms {
  readonly version: string;
  /** Who must endorse, in Fabric's policy language. */
  readonly policy: string;
  /** Path of a policy in the channel's configuration that says it instead. */
  readonly channelConfigPolicy?: string;
  /** Whether the first call of each version must be one as init. */
  readonly initRequired?: boolean;
  readonly collections: readonly CollectionConfig[];
}

/** A member that has left: its records stay, and its collection must stay in every definition. */
export interface FormerMember {
  readonly code: string;
  readonly mspId: string;
  readonly collection: string;
  /** MSP id of the member in whose name the collection goes on; it never gets what the collection held. */
  readonly custodian: string;
}

/**
 * The terms a topology gives a contract: so many of the members' peers, and a collection for each member and for each
 * that has left.
 */
export function defaultTerms(topology: Topology, former: readonly FormerMember[] = []): ContractTerms {
  return {
    version: topology.chaincode.version,
    policy: endorsementPolicy(topology),
    collections: [
      ...topology.members.map((member) => memberCollection(member, topology.members.length)),
      ...former.map(frozenCollection),
    ],
  };
}

function endorsementPolicy(topology: Topology): string {
  const peers = topology.members.map((member) => `'${member.mspId}.peer'`);
  return `OutOf(${topology.endorsement.required}, ${peers.join(', ')})`;
}

/** A member's own collection: only its clients read it, only its peer endorses writes to it. */
function memberCollection(member: Member, peers: number): CollectionConfig {
  return {
    name: member.collection,
    policy: `OR('${member.mspId}.member')`,
    requiredPeerCount: 0,
    maxPeerCount: peers === 1 ? 0 : 1,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: false,
    endorsementPolicy: { signaturePolicy: `OR('${member.mspId}.peer')` },
  };
}

/**
 * The collection of a member that has left. Fabric wants every collection in every later definition, with members that
 * are in the channel: it goes on in a custodian's name. Nobody can write to it: its endorser is gone.
 */
function frozenCollection(former: FormerMember): CollectionConfig {
  return {
    name: former.collection,
    policy: `OR('${former.custodian}.member')`,
    requiredPeerCount: 0,
    maxPeerCount: 0,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: `OR('${former.mspId}.peer')` },
  };
}
