import { msp, type common } from '@hyperledger/fabric-protos';
import type { Collection, ContractDefinition } from '../embedded/seam.js';
import { parsePolicy } from '../msp/policy-text.js';
import type { CollectionConfig, ContractTerms } from './contract-terms.js';

/** A contract's terms with their policies read. @throws NetworkError `POLICY_INVALID`. */
export function contractDefinition(name: string, terms: ContractTerms): Omit<ContractDefinition, 'sequence'> {
  return {
    name,
    version: terms.version,
    endorsementPolicy: parsePolicy(terms.policy),
    collections: terms.collections.map(collection),
  };
}

function collection(config: CollectionConfig): Collection {
  return {
    name: config.name,
    memberMspIds: organisationsOf(parsePolicy(config.policy)),
    memberOnlyRead: config.memberOnlyRead,
    memberOnlyWrite: config.memberOnlyWrite,
    blockToLive: config.blockToLive,
    ...(config.endorsementPolicy === undefined
      ? {}
      : { endorsementPolicy: parsePolicy(config.endorsementPolicy.signaturePolicy) }),
  };
}

/** A collection's policy only names organisations: each of them keeps the data. */
function organisationsOf(policy: common.SignaturePolicyEnvelope): readonly string[] {
  const named = policy
    .getIdentitiesList()
    .map((principal) => msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier());
  return [...new Set(named)];
}
