import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { IdentityDeserializer, PeerSigner } from '../embedded/seam.js';
import type { ChannelConfiguration } from './channel-configuration.js';
import { applyUpdate, difference } from './config-delta.js';

const NONCE_BYTES = 24;

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

/** The change of a configuration that `change` makes to its groups. */
export function configurationChange(
  channel: string,
  config: common.Config,
  change: (root: common.ConfigGroup) => void,
): common.ConfigUpdate {
  const root = config.getChannelGroup();
  if (root === undefined) throw new Error('the configuration is empty');
  const wanted = root.cloneMessage();
  change(wanted);
  return difference(channel, root, wanted);
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
  contents.setConfig(applyUpdate(config, update).config);
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
    const { config, policies } = applyUpdate(current.config, update);
    return (
      update.getChannelId() === current.configuration.channel &&
      [...policies].every((policy) => current.configuration.satisfies(policy, signers)) &&
      Buffer.compare(
        config.serializeBinary(),
        contents.getConfig()?.serializeBinary() ?? new Uint8Array(),
      ) === 0
    );
  } catch {
    return false;
  }
}
