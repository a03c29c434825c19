import type { Collection, ContractDefinition } from '../embedded/seam.js';
import { membersPolicy } from './definition-messages.js';

const IMPLICIT = '_implicit_org_';
/** Names come from contracts, as many as they like. */
const MOST_KEPT = 1000;
const implicit = new Map<string, Collection>();

/** MSP id of the member whose implicit collection bears a name; undefined for any other collection. */
export function implicitOwner(name: string): string | undefined {
  return name.startsWith(IMPLICIT) ? name.slice(IMPLICIT.length) : undefined;
}

/**
 * A contract's collection of a name: one of its definition, or a member's implicit one, which every contract has. As on
 * Fabric that one is kept by its member's peer, which alone endorses writes to it (the organisation's policy
 * `Endorsement`), and read there by any client of the channel. Whether there is such a member is not looked at.
 */
export function collectionOf(
  definition: ContractDefinition | undefined,
  name: string,
): Collection | undefined {
  if (definition === undefined) return undefined;
  const owner = implicitOwner(name);
  return owner === undefined
    ? definition.collections.find((collection) => collection.name === name)
    : implicitOf(name, owner);
}

function implicitOf(name: string, mspId: string): Collection {
  const known = implicit.get(name);
  if (known) return known;
  const made: Collection = {
    name,
    memberPolicy: membersPolicy([mspId], 1),
    memberMspIds: [mspId],
    requiredPeerCount: 0,
    maxPeerCount: 0,
    memberOnlyRead: false,
    memberOnlyWrite: false,
    blockToLive: 0,
    endorsementPolicy: { channelConfigPolicy: `/Channel/Application/${mspId}/Endorsement` },
  };
  if (implicit.size >= MOST_KEPT) implicit.clear();
  implicit.set(name, made);
  return made;
}
