import { peer, type common } from '@hyperledger/fabric-protos';
import { configOf } from '../../../genesis/config-update.js';
import type { NetworkView } from '../network-view.js';
import { unsupported } from '../unsupported.js';
import { deniedAtPeer, deniedOnChannel, failure, success, type SystemCall } from './system-call.js';

const READERS = '/Channel/Application/Readers';

/** A peer of this process is in its one channel, and in no other ever. */
export const REFUSED_OF_CSCC: ReadonlySet<string> = new Set([
  'JoinChain',
  'JoinChainBySnapshot',
  'JoinBySnapshotStatus',
]);

/**
 * The built-in contract `cscc`: which channels a peer is in, and how they are configured; in Fabric's order of checks.
 *
 * @throws RpcError UNIMPLEMENTED for joining channels.
 */
export function askConfiguration(call: SystemCall): peer.Response {
  const { network, args } = call;
  const name = args[0]?.toString();
  if (name !== undefined && REFUSED_OF_CSCC.has(name)) throw unsupported(`cscc.${name}`);
  if (name === undefined || (name !== 'GetChannels' && args[1] === undefined)) {
    return failure(`Incorrect number of arguments, ${args.length}`);
  }
  if (name === 'GetChannels') {
    const denied = deniedAtPeer(call, 'Members');
    return denied === undefined
      ? success(channels(network))
      : failure(`access denied for [${name}]: ${denied}`);
  }
  if (name !== 'GetConfigBlock' && name !== 'GetChannelConfig') {
    return failure(`Requested function ${name} not found.`);
  }
  const channel = args[1]?.toString() ?? '';
  if (name === 'GetChannelConfig' && channel === '') return failure('empty channel name provided');
  const denied = deniedOnChannel(call, channel, READERS);
  if (denied !== undefined) return failure(`access denied for [${name}][${channel}]: ${denied}`);
  const block = configurationBlock(network);
  return success((name === 'GetConfigBlock' ? block : configOf(block)).serializeBinary());
}

function channels({ channel: { name } }: NetworkView): Uint8Array {
  const info = new peer.ChannelInfo();
  info.setChannelId(name);
  const response = new peer.ChannelQueryResponse();
  response.addChannels(info);
  return response.serializeBinary();
}

/** The block whose configuration is in force. */
function configurationBlock({ channel }: NetworkView): common.Block {
  const block = channel.block(channel.lastConfig);
  if (block === undefined) throw new Error('a channel begins with a configuration');
  return block;
}
