import { createHash, randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Topology } from '../topology/topology.js';
import {
  newGroup,
  setCapability,
  setDefaultPolicies,
  setImplicitMetaPolicy,
  setValue,
} from './config-items.js';
import type { MemberMaterial } from './member-material.js';
import { applicationOrganisation } from './organisation-group.js';
import { ordererGroup } from './orderer-group.js';

const NONCE_BYTES = 24;
const HEADER_VERSION = 1;
const BLOCK_METADATA_ITEMS = 5;
/** Fabric's only value: the data hash is over the concatenated envelopes. */
const HASHING_WIDTH = 0xffff_ffff;

/** Block 0 of a channel, as `configtxgen` would make it for an application channel with BFT ordering. */
export function newGenesisBlock(
  topology: Topology,
  materials: readonly MemberMaterial[],
  now: Date,
): common.Block {
  const config = new common.Config();
  config.setChannelGroup(channelGroup(topology, materials));
  const contents = new common.ConfigEnvelope();
  contents.setConfig(config);
  const payload = new common.Payload();
  payload.setHeader(header(topology.channel, now));
  payload.setData(contents.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const envelopeBytes = envelope.serializeBinary();

  const data = new common.BlockData();
  data.addData(envelopeBytes);
  const blockHeader = new common.BlockHeader();
  blockHeader.setDataHash(createHash('sha256').update(envelopeBytes).digest());
  const block = new common.Block();
  block.setHeader(blockHeader);
  block.setData(data);
  block.setMetadata(metadata());
  return block;
}

function channelGroup(topology: Topology, materials: readonly MemberMaterial[]): common.ConfigGroup {
  const group = newGroup();
  setDefaultPolicies(group);
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  setValue(group, 'HashingAlgorithm', hashing);
  const structure = new common.BlockDataHashingStructure();
  structure.setWidth(HASHING_WIDTH);
  setValue(group, 'BlockDataHashingStructure', structure);
  setCapability(group, 'V3_0');
  group.getGroupsMap().set('Application', applicationGroup(materials));
  group.getGroupsMap().set('Orderer', ordererGroup(materials, topology.batch));
  return group;
}

function applicationGroup(materials: readonly MemberMaterial[]): common.ConfigGroup {
  const group = newGroup();
  setDefaultPolicies(group);
  setImplicitMetaPolicy(group, 'LifecycleEndorsement', 'MAJORITY', 'Endorsement');
  setImplicitMetaPolicy(group, 'Endorsement', 'MAJORITY', 'Endorsement');
  setCapability(group, 'V2_5');
  for (const material of materials) {
    group.getGroupsMap().set(material.member.mspId, applicationOrganisation(material));
  }
  return group;
}

function header(channel: string, now: Date): common.Header {
  const timestamp = new timestamps.Timestamp();
  timestamp.setSeconds(Math.floor(now.getTime() / 1000));
  const nonce = randomBytes(NONCE_BYTES);
  const signature = new common.SignatureHeader();
  signature.setNonce(nonce);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setVersion(HEADER_VERSION);
  channelHeader.setTimestamp(timestamp);
  channelHeader.setChannelId(channel);
  // Nobody signs block 0: its transaction id is over the nonce alone.
  channelHeader.setTxId(createHash('sha256').update(nonce).digest('hex'));
  const result = new common.Header();
  result.setChannelHeader(channelHeader.serializeBinary());
  result.setSignatureHeader(signature.serializeBinary());
  return result;
}

function metadata(): common.BlockMetadata {
  const lastConfig = new common.LastConfig();
  const signatures = new common.OrdererBlockMetadata();
  signatures.setLastConfig(lastConfig);
  const items: Uint8Array[] = Array.from({ length: BLOCK_METADATA_ITEMS }, () => new Uint8Array());
  items[common.BlockMetadataIndex.SIGNATURES] = wrapped(signatures.serializeBinary());
  items[common.BlockMetadataIndex.LAST_CONFIG] = wrapped(lastConfig.serializeBinary());
  const result = new common.BlockMetadata();
  result.setMetadataList(items);
  return result;
}

function wrapped(value: Uint8Array): Uint8Array {
  const item = new common.Metadata();
  item.setValue(value);
  return item.serializeBinary();
}
