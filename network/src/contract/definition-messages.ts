import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { Collection, ContractDefinition, EndorsementPolicy } from '../embedded/seam.js';

const { MSPPrincipal, MSPRole } = msp;

/** A policy that wants `count` of the organisations, each by any of its members. */
export function membersPolicy(mspIds: readonly string[], count: number): common.SignaturePolicyEnvelope {
  const outOf = new common.SignaturePolicy.NOutOf();
  outOf.setN(count);
  const policy = new common.SignaturePolicyEnvelope();
  mspIds.forEach((mspId, index) => {
    const role = new MSPRole();
    role.setMspIdentifier(mspId);
    role.setRole(MSPRole.MSPRoleType.MEMBER);
    const principal = new MSPPrincipal();
    principal.setPrincipalClassification(MSPPrincipal.Classification.ROLE);
    principal.setPrincipal(role.serializeBinary());
    policy.addIdentities(principal);
    const signedBy = new common.SignaturePolicy();
    signedBy.setSignedBy(index);
    outOf.addRules(signedBy);
  });
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(outOf);
  policy.setRule(rule);
  return policy;
}

/** The organisations that a policy names, each once. */
export function organisationsIn(policy: common.SignaturePolicyEnvelope): readonly string[] {
  const named = policy
    .getIdentitiesList()
    .map((principal) => MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier());
  return [...new Set(named)];
}

function encodePolicy(policy: EndorsementPolicy): peer.ApplicationPolicy {
  const message = new peer.ApplicationPolicy();
  if ('channelConfigPolicy' in policy) message.setChannelConfigPolicyReference(policy.channelConfigPolicy);
  else message.setSignaturePolicy(policy);
  return message;
}

/** A message without a policy is a policy of signatures that nobody satisfies. */
function decodePolicy(message: peer.ApplicationPolicy): EndorsementPolicy {
  const channelConfigPolicy = message.getChannelConfigPolicyReference();
  return channelConfigPolicy === ''
    ? (message.getSignaturePolicy() ?? new common.SignaturePolicyEnvelope())
    : { channelConfigPolicy };
}

/** Who must endorse, as a definition holds it (`peer.ApplicationPolicy`). */
export function validationParameter({
  endorsementPolicy,
}: Pick<ContractDefinition, 'endorsementPolicy'>): Uint8Array {
  return encodePolicy(endorsementPolicy).serializeBinary();
}

/** The counterpart of {@link validationParameter}. */
export function readValidationParameter(bytes: Uint8Array): EndorsementPolicy {
  return decodePolicy(peer.ApplicationPolicy.deserializeBinary(bytes));
}

function encodeCollection(collection: Collection): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(collection.memberPolicy);
  const config = new peer.StaticCollectionConfig();
  config.setName(collection.name);
  config.setMemberOrgsPolicy(members);
  config.setRequiredPeerCount(collection.requiredPeerCount);
  config.setMaximumPeerCount(collection.maxPeerCount);
  config.setBlockToLive(collection.blockToLive);
  config.setMemberOnlyRead(collection.memberOnlyRead);
  config.setMemberOnlyWrite(collection.memberOnlyWrite);
  if (collection.endorsementPolicy) config.setEndorsementPolicy(encodePolicy(collection.endorsementPolicy));
  const message = new peer.CollectionConfig();
  message.setStaticCollectionConfig(config);
  return message;
}

function decodeCollection(config: peer.StaticCollectionConfig): Collection {
  const policy = config.getEndorsementPolicy();
  const memberPolicy =
    config.getMemberOrgsPolicy()?.getSignaturePolicy() ?? new common.SignaturePolicyEnvelope();
  return {
    name: config.getName(),
    memberPolicy,
    memberMspIds: organisationsIn(memberPolicy),
    requiredPeerCount: config.getRequiredPeerCount(),
    maxPeerCount: config.getMaximumPeerCount(),
    memberOnlyRead: config.getMemberOnlyRead(),
    memberOnlyWrite: config.getMemberOnlyWrite(),
    blockToLive: config.getBlockToLive(),
    ...(policy ? { endorsementPolicy: decodePolicy(policy) } : {}),
  };
}

export function collectionPackage(collections: readonly Collection[]): peer.CollectionConfigPackage {
  const message = new peer.CollectionConfigPackage();
  message.setConfigList(collections.map(encodeCollection));
  return message;
}

/** The counterpart of {@link collectionPackage}. */
export function readCollectionPackage(bytes: Uint8Array): Collection[] {
  return peer.CollectionConfigPackage.deserializeBinary(bytes)
    .getConfigList()
    .flatMap((config) => config.getStaticCollectionConfig() ?? [])
    .map(decodeCollection);
}
