import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { NetworkError } from '../../network-error.js';
import type { Member } from '../../topology/topology.js';
import { consentersOf, isHost, ownMembers, type FabricContext } from '../fabric-context.js';
import { peerCli } from '../process/peer-cli.js';
import { runCommand } from '../process/run-command.js';
import type { ChannelConfiguration } from './configuration.js';
import { fetchConfiguration, inWorkFolder } from './fetch-configuration.js';
import { sendUpdate } from './send-update.js';

/**
 * Changes the channel's configuration: every member of `signers` signs as its administrator, `by` submits. Waits until
 * every peer of the network has the block. Returns whether there was anything to change.
 *
 * @throws NetworkError `CHANNEL_UPDATE_REFUSED` with the orderer's reason; `SIGNATURES_MISSING` where other signers have
 * machines of their own, naming the file that goes to them.
 */
export async function updateChannel(
  context: FabricContext,
  options: Readonly<{ by: Member; signers: readonly Member[]; waitFor?: readonly Member[] }>,
  change: (configuration: ChannelConfiguration) => void,
): Promise<boolean> {
  const { configuration } = await fetchConfiguration(context, options.by);
  const wanted = structuredClone(configuration);
  change(wanted);
  if (JSON.stringify(wanted) === JSON.stringify(configuration)) return false;
  await inWorkFolder(context, async (folder) => {
    const update = await computeUpdate(context, folder, configuration, wanted);
    const path = join(folder, 'update.tx');
    await writeFile(path, updateEnvelope(context.topology.channel, update));
    const here = isHost(context)
      ? options.signers.filter((signer) => ownMembers(context).includes(signer))
      : options.signers;
    for (const signer of here) await signUpdate(context, signer, path);
    if (here.length < options.signers.length) await handRound(context, path);
    await sendUpdate(context, path, { ...options, before: Number(configuration.sequence) });
  });
  return true;
}

/** Adds a member's administrator's signature to the file of an update. */
export async function signUpdate(context: FabricContext, signer: Member, path: string): Promise<void> {
  await peerCli(context, signer, ['channel', 'signconfigtx', '-f', path]);
}

/** Others' administrators sign on machines of their own: the update goes to them as a file. */
async function handRound(context: FabricContext, path: string): Promise<never> {
  const file = join(context.layout.data, 'channel-update.pb');
  await copyFile(path, file);
  throw new NetworkError(
    'SIGNATURES_MISSING',
    `${file} is signed here, and takes more than half of the administrators: "sign FILE" at each, then "submit FILE" at one.`,
  );
}

/** Administrators of more than half of the members: what Fabric's "MAJORITY Admins" asks for, in application and ordering. */
export function majority(context: FabricContext): readonly Member[] {
  const { members } = context.topology;
  const ordering = consentersOf(context);
  const need = Math.floor(members.length / 2) + 1;
  const others = members.filter((member) => !ordering.includes(member));
  return [...ordering, ...others].slice(0, Math.max(need, Math.floor(ordering.length / 2) + 1));
}

async function computeUpdate(
  context: FabricContext,
  folder: string,
  from: ChannelConfiguration,
  to: ChannelConfiguration,
): Promise<Buffer> {
  const encode = async (name: string, value: ChannelConfiguration): Promise<string> => {
    const path = join(folder, name);
    await writeFile(`${path}.json`, JSON.stringify(value));
    await runCommand({
      command: context.binaries.configtxlator,
      args: ['proto_encode', '--type', 'common.Config', '--input', `${path}.json`, '--output', `${path}.pb`],
    });
    return `${path}.pb`;
  };
  const result = join(folder, 'update.pb');
  await runCommand({
    command: context.binaries.configtxlator,
    args: [
      'compute_update',
      '--channel_id',
      context.topology.channel,
      '--original',
      await encode('original', from),
      '--updated',
      await encode('updated', to),
      '--output',
      result,
    ],
  });
  return readFile(result);
}

/** An update as administrators sign it. */
function updateEnvelope(channel: string, update: Uint8Array): Uint8Array {
  const contents = new common.ConfigUpdateEnvelope();
  contents.setConfigUpdate(update);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG_UPDATE);
  channelHeader.setChannelId(channel);
  channelHeader.setTimestamp(timestamps.Timestamp.fromDate(new Date()));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(contents.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}
