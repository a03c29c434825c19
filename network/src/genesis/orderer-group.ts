import { common, msp, orderer } from '@hyperledger/fabric-protos';
import { ordererHost, type Batch } from '../topology/topology.js';
import { newGroup, setCapability, setDefaultPolicies, setPolicy, setValue } from './config-items.js';
import type { MemberMaterial } from './member-material.js';
import { ordererOrganisation } from './organisation-group.js';

/** SmartBFT's own limits: Fabric's defaults, with shorter timeouts so that a lost leader pauses 5 s and not 25. */
const BFT = {
  requestBatchMaxInterval: '50ms',
  requestForwardTimeout: '1s',
  requestComplainTimeout: '4s',
  requestAutoRemoveTimeout: '3m0s',
  viewChangeResendInterval: '5s',
  viewChangeTimeout: '20s',
  leaderHeartbeatTimeout: '6s',
  leaderHeartbeatCount: 10,
  collectTimeout: '1s',
  incomingMessageBufferSize: 200,
  requestPoolSize: 100_000,
} as const;

/** The ordering: every member runs one consenter, blocks are cut by the topology's batch rules. */
export function ordererGroup(materials: readonly MemberMaterial[], batch: Batch): common.ConfigGroup {
  const group = newGroup();
  setDefaultPolicies(group);
  setBatch(group, batch);
  setValue(group, 'ChannelRestrictions', new orderer.ChannelRestrictions());
  setCapability(group, 'V2_0');

  const consenters = materials.map(consenter);
  const mapping = new common.Orderers();
  mapping.setConsenterMappingList(consenters);
  setValue(group, 'Orderers', mapping);
  const type = new orderer.ConsensusType();
  type.setType('BFT');
  type.setMetadata(bftOptions(batch).serializeBinary());
  setValue(group, 'ConsensusType', type);
  setPolicy(group, 'BlockValidation', common.Policy.PolicyType.SIGNATURE, blockValidation(consenters));

  for (const material of materials)
    group.getGroupsMap().set(material.member.mspId, ordererOrganisation(material));
  return group;
}

function setBatch(group: common.ConfigGroup, batch: Batch): void {
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(batch.maxMessages);
  size.setAbsoluteMaxBytes(batch.absoluteMaxBytes);
  size.setPreferredMaxBytes(batch.preferredMaxBytes);
  setValue(group, 'BatchSize', size);
  const timeout = new orderer.BatchTimeout();
  timeout.setTimeout(`${batch.timeoutMilliseconds}ms`);
  setValue(group, 'BatchTimeout', timeout);
}

function consenter(material: MemberMaterial, index: number): common.Consenter {
  const result = new common.Consenter();
  result.setId(index + 1);
  result.setHost(ordererHost(material.member));
  result.setPort(material.member.orderer.port);
  result.setMspId(material.member.mspId);
  result.setIdentity(material.ordererIdentity);
  result.setClientTlsCert(material.ordererTls);
  result.setServerTlsCert(material.ordererTls);
  return result;
}

/** How many of `nodes` must agree, so that two quorums always share an honest one. */
export function bftQuorum(nodes: number): number {
  const faulty = Math.floor((nodes - 1) / 3);
  return Math.ceil((nodes + faulty + 1) / 2);
}

/** Who must have signed a block: a quorum of the consenters. */
export function blockValidation(consenters: readonly common.Consenter[]): common.SignaturePolicyEnvelope {
  const group = new common.SignaturePolicy.NOutOf();
  group.setN(bftQuorum(consenters.length));
  const policy = new common.SignaturePolicyEnvelope();
  for (const [index, each] of consenters.entries()) {
    const rule = new common.SignaturePolicy();
    rule.setSignedBy(index);
    group.addRules(rule);
    const identity = new msp.SerializedIdentity();
    identity.setMspid(each.getMspId());
    identity.setIdBytes(each.getIdentity_asU8());
    const principal = new msp.MSPPrincipal();
    principal.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY);
    principal.setPrincipal(identity.serializeBinary());
    policy.addIdentities(principal);
  }
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(group);
  policy.setRule(rule);
  return policy;
}

function bftOptions(batch: Batch): orderer.smartbft.Options {
  const options = new orderer.smartbft.Options();
  options.setRequestBatchMaxCount(batch.maxMessages);
  options.setRequestBatchMaxBytes(batch.preferredMaxBytes);
  options.setRequestBatchMaxInterval(BFT.requestBatchMaxInterval);
  options.setIncomingMessageBufferSize(BFT.incomingMessageBufferSize);
  options.setRequestPoolSize(BFT.requestPoolSize);
  options.setRequestForwardTimeout(BFT.requestForwardTimeout);
  options.setRequestComplainTimeout(BFT.requestComplainTimeout);
  options.setRequestAutoRemoveTimeout(BFT.requestAutoRemoveTimeout);
  options.setRequestMaxBytes(batch.absoluteMaxBytes);
  options.setViewChangeResendInterval(BFT.viewChangeResendInterval);
  options.setViewChangeTimeout(BFT.viewChangeTimeout);
  options.setLeaderHeartbeatTimeout(BFT.leaderHeartbeatTimeout);
  options.setLeaderHeartbeatCount(BFT.leaderHeartbeatCount);
  options.setCollectTimeout(BFT.collectTimeout);
  options.setLeaderRotation(orderer.smartbft.Options.Rotation.ROTATION_OFF);
  return options;
}
