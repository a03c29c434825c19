import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { IdentityDeserializer, PeerSigner } from '../embedded/seam.js';
import type { ChannelConfiguration } from './channel-configuration.js';
import type { MemberMaterial } from './member-material.js';
import { applicationOrganisation } from './organisation-group.js';

const NONCE_BYTES = 24;
const ADMINS = '/Channel/Application/Admins';

/** The configuration that a configuration block holds. @throws Error when it holds none. */
export function configOf(block: common.Block): common.Config {
  const [bytes] = block.getData()?.getDataList_asU8() ?? [];
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(bytes ?? new Uint8Array()).getPayload_asU8(),
  );
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  if (config === undefined) throw new Error('the block holds no configuration');
  return config;
}

/** The change that brings an organisation into the application, as `configtxlator compute_update` writes it. */
export function organisationUpdate(
  channel: string,
  config: common.Config,
  material: MemberMaterial,
): common.ConfigUpdate {
  const root = config.getChannelGroup();
  const application = root?.getGroupsMap().get('Application');
  if (root === undefined || application === undefined) throw new Error('no application');
  const read = bare(application);
  const written = bare(application);
  written.setVersion(application.getVersion() + 1);
  written.setModPolicy(application.getModPolicy());
  // A group that is written is written whole: what stays is named by its version.
  application.getGroupsMap().forEach((group, name) => {
    read.getGroupsMap().set(name, bare(group));
    written.getGroupsMap().set(name, bare(group));
  });
  application.getValuesMap().forEach((value, name) => {
    const kept = new common.ConfigValue();
    kept.setVersion(value.getVersion());
    written.getValuesMap().set(name, kept);
  });
  application.getPoliciesMap().forEach((policy, name) => {
    const kept = new common.ConfigPolicy();
    kept.setVersion(policy.getVersion());
    written.getPoliciesMap().set(name, kept);
  });
  written.getGroupsMap().set(material.member.mspId, applicationOrganisation(material));
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(holding(root, read));
  update.setWriteSet(holding(root, written));
  return update;
}

/** A group's version, and nothing of what is in it. */
function bare(group: common.ConfigGroup): common.ConfigGroup {
  const result = new common.ConfigGroup();
  result.setVersion(group.getVersion());
  return result;
}

function holding(root: common.ConfigGroup, application: common.ConfigGroup): common.ConfigGroup {
  const result = bare(root);
  result.getGroupsMap().set('Application', application);
  return result;
}

/**
 * The configuration after a change that brings organisations into the application, the only kind there is here.
 *
 * @throws Error when it is of another kind or not made on this configuration.
 */
export function applyUpdate(config: common.Config, update: common.ConfigUpdate): common.Config {
  const next = common.Config.deserializeBinary(config.serializeBinary());
  const application = next.getChannelGroup()?.getGroupsMap().get('Application');
  const written = update.getWriteSet()?.getGroupsMap().get('Application');
  if (application === undefined || written === undefined) throw new Error('no application is written');
  if (written.getVersion() !== application.getVersion() + 1) {
    throw new Error(`version ${written.getVersion()} does not follow ${application.getVersion()}`);
  }
  application.setVersion(written.getVersion());
  const kept = new Set<string>();
  written.getGroupsMap().forEach((group, name) => {
    kept.add(name);
    if (application.getGroupsMap().get(name) === undefined) application.getGroupsMap().set(name, group);
  });
  application.getGroupsMap().forEach((_group, name) => {
    if (!kept.has(name)) throw new Error(`organisation ${name} would be taken out`);
  });
  next.setSequence(config.getSequence() + 1);
  return next;
}

/** The configuration transaction as the ordering writes it: the new configuration and the signed change behind it. */
export function configurationEnvelope(
  channel: string,
  config: common.Config,
  update: common.ConfigUpdate,
  signers: Readonly<{ administrators: readonly PeerSigner[]; orderer: PeerSigner }>,
): Uint8Array {
  const bytes = update.serializeBinary();
  const signed = new common.ConfigUpdateEnvelope();
  signed.setConfigUpdate(bytes);
  signed.setSignaturesList(
    signers.administrators.map((administrator) => {
      const signature = new common.ConfigSignature();
      signature.setSignatureHeader(signatureHeader(administrator).serializeBinary());
      signature.setSignature(administrator.sign(Buffer.concat([signature.getSignatureHeader_asU8(), bytes])));
      return signature;
    }),
  );
  const contents = new common.ConfigEnvelope();
  contents.setConfig(applyUpdate(config, update));
  const [first = signers.orderer] = signers.administrators;
  contents.setLastUpdate(envelope(channel, common.HeaderType.CONFIG_UPDATE, signed.serializeBinary(), first));
  return envelope(
    channel,
    common.HeaderType.CONFIG,
    contents.serializeBinary(),
    signers.orderer,
  ).serializeBinary();
}

function signatureHeader(signer: PeerSigner): common.SignatureHeader {
  const header = new common.SignatureHeader();
  header.setCreator(signer.serialized);
  header.setNonce(randomBytes(NONCE_BYTES));
  return header;
}

/** As the ordering makes them, without a transaction id. */
function envelope(channel: string, type: number, data: Uint8Array, signer: PeerSigner): common.Envelope {
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(type);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date()));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader(signer).serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(data);
  const result = new common.Envelope();
  result.setPayload(payload.serializeBinary());
  result.setSignature(signer.sign(result.getPayload_asU8()));
  return result;
}

/**
 * Whether a configuration may follow: it is the present one with the signed change applied, nothing else, and enough
 * administrators have signed the change.
 */
export function mayFollow(
  current: Readonly<{
    config: common.Config;
    configuration: ChannelConfiguration;
    identities: IdentityDeserializer;
  }>,
  contents: common.ConfigEnvelope,
): boolean {
  try {
    const payload = common.Payload.deserializeBinary(
      contents.getLastUpdate()?.getPayload_asU8() ?? new Uint8Array(),
    );
    const signed = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8());
    const bytes = signed.getConfigUpdate_asU8();
    const update = common.ConfigUpdate.deserializeBinary(bytes);
    const signers = signed.getSignaturesList().flatMap((signature) => {
      const header = signature.getSignatureHeader_asU8();
      const creator = common.SignatureHeader.deserializeBinary(header).getCreator_asU8();
      const identity = current.identities.deserialize(creator);
      return identity.verify(Buffer.concat([header, bytes]), signature.getSignature_asU8()) ? [identity] : [];
    });
    const expected = applyUpdate(current.config, update).serializeBinary();
    return (
      update.getChannelId() === current.configuration.channel &&
      current.configuration.satisfies(ADMINS, signers) &&
      Buffer.compare(expected, contents.getConfig()?.serializeBinary() ?? new Uint8Array()) === 0
    );
  } catch {
    return false;
  }
}
