import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { Collection, ContractDefinition } from '../../seam.js';
import {
  contractOfSequenceKey,
  DEFINITION_FIELDS,
  type DefinitionField,
  fieldKey,
  LIFECYCLE,
  metadataKey,
} from './lifecycle-keys.js';
import type { StateView } from '../state/state-store.js';

const { MSPPrincipal, MSPRole } = msp;

/** Version of Fabric's built-in contracts. */
export const LIFECYCLE_VERSION = 'syscc';

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

function applicationPolicy(policy: common.SignaturePolicyEnvelope): peer.ApplicationPolicy {
  const message = new peer.ApplicationPolicy();
  message.setSignaturePolicy(policy);
  return message;
}

function encodeCollection(collection: Collection): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(membersPolicy(collection.memberMspIds, 1));
  const config = new peer.StaticCollectionConfig();
  config.setName(collection.name);
  config.setMemberOrgsPolicy(members);
  config.setBlockToLive(collection.blockToLive);
  config.setMemberOnlyRead(collection.memberOnlyRead);
  config.setMemberOnlyWrite(collection.memberOnlyWrite);
  if (collection.endorsementPolicy) {
    config.setEndorsementPolicy(applicationPolicy(collection.endorsementPolicy));
  }
  const message = new peer.CollectionConfig();
  message.setStaticCollectionConfig(config);
  return message;
}

function decodeCollection(config: peer.StaticCollectionConfig): Collection {
  const policy = config.getEndorsementPolicy()?.getSignaturePolicy();
  return {
    name: config.getName(),
    memberMspIds: (config.getMemberOrgsPolicy()?.getSignaturePolicy()?.getIdentitiesList() ?? []).map(
      (principal) => MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier(),
    ),
    memberOnlyRead: config.getMemberOnlyRead(),
    memberOnlyWrite: config.getMemberOnlyWrite(),
    blockToLive: config.getBlockToLive(),
    ...(policy ? { endorsementPolicy: policy } : {}),
  };
}

export function collectionPackage(collections: readonly Collection[]): peer.CollectionConfigPackage {
  const message = new peer.CollectionConfigPackage();
  message.setConfigList(collections.map(encodeCollection));
  return message;
}

function stateBytes(bytes: Uint8Array): Uint8Array {
  const data = new peer.lifecycle.StateData();
  data.setBytes(bytes);
  return data.serializeBinary();
}

/** A definition as Fabric's lifecycle keeps it: keys and values in the namespace `_lifecycle`. */
export function encodeDefinition(definition: ContractDefinition): Map<string, Uint8Array> {
  const metadata = new peer.lifecycle.StateMetadata();
  metadata.setDatatype('ChaincodeDefinition');
  metadata.setFieldsList([...DEFINITION_FIELDS]);
  const sequence = new peer.lifecycle.StateData();
  sequence.setInt64(definition.sequence);
  const endorsement = new peer.lifecycle.ChaincodeEndorsementInfo();
  endorsement.setVersion(definition.version);
  endorsement.setEndorsementPlugin('escc');
  const validation = new peer.lifecycle.ChaincodeValidationInfo();
  validation.setValidationPlugin('vscc');
  validation.setValidationParameter(applicationPolicy(definition.endorsementPolicy).serializeBinary());
  const fields: Readonly<Record<DefinitionField, Uint8Array>> = {
    Sequence: sequence.serializeBinary(),
    EndorsementInfo: stateBytes(endorsement.serializeBinary()),
    ValidationInfo: stateBytes(validation.serializeBinary()),
    Collections: stateBytes(collectionPackage(definition.collections).serializeBinary()),
  };
  return new Map([
    [metadataKey(definition.name), metadata.serializeBinary()],
    ...DEFINITION_FIELDS.map((field): [string, Uint8Array] => [
      fieldKey(definition.name, field),
      fields[field],
    ]),
  ]);
}

function readField(view: StateView, name: string, field: DefinitionField): peer.lifecycle.StateData {
  const state = view.get(LIFECYCLE, fieldKey(name, field));
  return peer.lifecycle.StateData.deserializeBinary(state?.value ?? new Uint8Array(0));
}

function readDefinition(view: StateView, name: string): ContractDefinition {
  const endorsement = peer.lifecycle.ChaincodeEndorsementInfo.deserializeBinary(
    readField(view, name, 'EndorsementInfo').getBytes_asU8(),
  );
  const validation = peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(
    readField(view, name, 'ValidationInfo').getBytes_asU8(),
  );
  const collections = peer.CollectionConfigPackage.deserializeBinary(
    readField(view, name, 'Collections').getBytes_asU8(),
  );
  const policy = peer.ApplicationPolicy.deserializeBinary(
    validation.getValidationParameter_asU8(),
  ).getSignaturePolicy();
  return {
    name,
    version: endorsement.getVersion(),
    sequence: readField(view, name, 'Sequence').getInt64(),
    endorsementPolicy: policy ?? new common.SignaturePolicyEnvelope(),
    collections: collections
      .getConfigList()
      .map((config) => config.getStaticCollectionConfig())
      .filter((config) => config !== undefined)
      .map(decodeCollection),
  };
}

/** Every contract that is committed to the channel. */
export async function readDefinitions(view: StateView): Promise<Map<string, ContractDefinition>> {
  const definitions = new Map<string, ContractDefinition>();
  const iterator = view.range(LIFECYCLE, '', '');
  try {
    for (let entry = await iterator.next(); entry; entry = await iterator.next()) {
      const name = contractOfSequenceKey(entry.key);
      if (name !== undefined) {
        definitions.set(name, readDefinition(view, name));
      }
    }
  } finally {
    await iterator.close();
  }
  return definitions;
}
