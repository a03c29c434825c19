import type { Collection, ContractDefinition, EndorsementPolicy } from '../embedded/seam.js';
import { parsePolicy } from '../msp/policy-text.js';
import type { CollectionConfig, ContractTerms } from './contract-terms.js';
import { organisationsIn } from './definition-messages.js';

/** A contract's terms with their policies read. @throws NetworkError `POLICY_INVALID`. */
export function contractDefinition(name: string, terms: ContractTerms): Omit<ContractDefinition, 'sequence'> {
  return {
    name,
    version: terms.version,
    initRequired: terms.initRequired ?? false,
    endorsementPolicy:
      terms.channelConfigPolicy === undefined
        ? parsePolicy(terms.policy)
        : { channelConfigPolicy: terms.channelConfigPolicy },
    collections: terms.collections.map(collection),
  };
}

function collection(config: CollectionConfig): Collection {
  const memberPolicy = parsePolicy(config.policy);
  return {
    name: config.name,
    memberPolicy,
    memberMspIds: organisationsIn(memberPolicy),
    requiredPeerCount: config.requiredPeerCount,
    maxPeerCount: config.maxPeerCount,
    memberOnlyRead: config.memberOnlyRead,
    memberOnlyWrite: config.memberOnlyWrite,
    blockToLive: config.blockToLive,
    ...(config.endorsementPolicy === undefined
      ? {}
      : { endorsementPolicy: collectionPolicy(config.endorsementPolicy) }),
  };
}

function collectionPolicy(policy: NonNullable<CollectionConfig['endorsementPolicy']>): EndorsementPolicy {
  return 'channelConfigPolicy' in policy ? policy : parsePolicy(policy.signaturePolicy);
}
