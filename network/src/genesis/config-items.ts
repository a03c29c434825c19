import { common } from '@hyperledger/fabric-protos';
import { parsePolicy } from '../msp/policy-text.js';

/** What a configuration value or policy needs to say of itself: its bytes. */
interface Encoded {
  serializeBinary(): Uint8Array;
}

const ADMINS = 'Admins';

/** A configuration group that only administrators change. */
export function newGroup(): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy(ADMINS);
  return group;
}

export function setValue(group: common.ConfigGroup, key: string, message: Encoded): void {
  const value = new common.ConfigValue();
  value.setValue(message.serializeBinary());
  value.setModPolicy(ADMINS);
  group.getValuesMap().set(key, value);
}

/** Another content for a value that stands there: who may change it, and its version, stay. */
export function setValueKeepingVersion(group: common.ConfigGroup, key: string, message: Encoded): void {
  group.getValuesMap().get(key)?.setValue(message.serializeBinary());
}

/** Another content for a policy that stands there. */
export function setPolicyKeepingVersion(group: common.ConfigGroup, key: string, message: Encoded): void {
  group.getPoliciesMap().get(key)?.getPolicy()?.setValue(message.serializeBinary());
}

/** A policy over signatures, in Fabric's policy language. */
export function setSignaturePolicy(group: common.ConfigGroup, key: string, text: string): void {
  setPolicy(group, key, common.Policy.PolicyType.SIGNATURE, parsePolicy(text));
}

/** A policy over the policies of the same name one level down. */
export function setImplicitMetaPolicy(
  group: common.ConfigGroup,
  key: string,
  rule: 'ANY' | 'ALL' | 'MAJORITY',
  subPolicy: string,
): void {
  const policy = new common.ImplicitMetaPolicy();
  policy.setRule(common.ImplicitMetaPolicy.Rule[rule]);
  policy.setSubPolicy(subPolicy);
  setPolicy(group, key, common.Policy.PolicyType.IMPLICIT_META, policy);
}

export function setPolicy(group: common.ConfigGroup, key: string, type: number, message: Encoded): void {
  const policy = new common.Policy();
  policy.setType(type);
  policy.setValue(message.serializeBinary());
  const item = new common.ConfigPolicy();
  item.setPolicy(policy);
  item.setModPolicy(ADMINS);
  group.getPoliciesMap().set(key, item);
}

export function setCapability(group: common.ConfigGroup, name: string): void {
  const capabilities = new common.Capabilities();
  capabilities.getCapabilitiesMap().set(name, new common.Capability());
  setValue(group, 'Capabilities', capabilities);
}

/** Readers, writers and administrators by the rule most channels have. */
export function setDefaultPolicies(group: common.ConfigGroup): void {
  setImplicitMetaPolicy(group, 'Readers', 'ANY', 'Readers');
  setImplicitMetaPolicy(group, 'Writers', 'ANY', 'Writers');
  setImplicitMetaPolicy(group, ADMINS, 'MAJORITY', ADMINS);
}
