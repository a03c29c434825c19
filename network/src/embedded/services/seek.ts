import { common, orderer } from '@hyperledger/fabric-protos';
import { expiryOf } from './check-proposal.js';
import { checkReader, type NetworkView } from './network-view.js';
import type { Identity } from '../seam.js';

const TIME_WINDOW_MILLISECONDS = 15 * 60 * 1000;
const { TypeCase } = orderer.SeekPosition;

/** Which blocks a client asks for, once it is known who asks. */
export interface Seek {
  readonly reader: Identity;
  /** When the reader's certificate ends: no block is delivered later. */
  readonly expires: Date | undefined;
  readonly start: bigint;
  /** Inclusive; undefined: to no end. */
  readonly stop: bigint;
  readonly failIfNotReady: boolean;
  readonly headersOnly: boolean;
}

/** The status that ends the stream. */
export type Refusal = common.StatusMap[keyof common.StatusMap];

/** Reads a signed seek envelope and checks its signer as a peer's deliver service does. */
export function readSeek(network: NetworkView, envelope: common.Envelope): Seek | Refusal {
  const parsed = parse(envelope);
  if (parsed === undefined) return common.Status.BAD_REQUEST;
  const { channelHeader, signatureHeader, info } = parsed;
  if (!withinWindow(channelHeader, network.now())) return common.Status.BAD_REQUEST;
  if (channelHeader.getChannelId() !== network.channel.name) return common.Status.NOT_FOUND;
  if (info === undefined) return common.Status.BAD_REQUEST;

  const identity = signatureHeader.getCreator_asU8();
  const expires = expiryOf(network, identity);
  if (expires !== undefined && network.now() > expires) return common.Status.FORBIDDEN;
  let reader: Identity;
  try {
    reader = checkReader(network, channelHeader.getChannelId(), {
      message: envelope.getPayload_asU8(),
      identity,
      signature: envelope.getSignature_asU8(),
    });
  } catch {
    return common.Status.FORBIDDEN;
  }
  const range = rangeOf(network, info);
  if (range === undefined) return common.Status.BAD_REQUEST;
  return {
    reader,
    expires,
    ...range,
    failIfNotReady: info.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY,
    headersOnly: info.getContentType() === orderer.SeekInfo.SeekContentType.HEADER_WITH_SIG,
  };
}

function parse(envelope: common.Envelope):
  | {
      channelHeader: common.ChannelHeader;
      signatureHeader: common.SignatureHeader;
      info: orderer.SeekInfo | undefined;
    }
  | undefined {
  try {
    const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
    const header = payload.getHeader();
    if (header === undefined) return undefined;
    return {
      channelHeader: common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
      signatureHeader: common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
      info: seekInfo(payload.getData_asU8()),
    };
  } catch {
    return undefined;
  }
}

function seekInfo(bytes: Uint8Array): orderer.SeekInfo | undefined {
  try {
    return orderer.SeekInfo.deserializeBinary(bytes);
  } catch {
    return undefined;
  }
}

function withinWindow(channelHeader: common.ChannelHeader, now: Date): boolean {
  const timestamp = channelHeader.getTimestamp();
  if (timestamp === undefined) return false;
  return Math.abs(timestamp.getSeconds() * 1000 - now.getTime()) <= TIME_WINDOW_MILLISECONDS;
}

function rangeOf(network: NetworkView, info: orderer.SeekInfo): { start: bigint; stop: bigint } | undefined {
  const from = info.getStart();
  const to = info.getStop();
  if (from === undefined || to === undefined) return undefined;
  const last = network.channel.height - 1n;
  const start = position(from, last);
  if (start === undefined) return undefined;
  const newestOnly =
    from.getTypeCase() === orderer.SeekPosition.TypeCase.NEWEST &&
    to.getTypeCase() === orderer.SeekPosition.TypeCase.NEWEST;
  const stop = to.getTypeCase() === TypeCase.OLDEST || newestOnly ? start : position(to, last);
  if (stop === undefined) return undefined;
  return to.getTypeCase() === TypeCase.SPECIFIED && stop < start ? undefined : { start, stop };
}

function position(seek: orderer.SeekPosition, last: bigint): bigint | undefined {
  switch (seek.getTypeCase()) {
    case TypeCase.OLDEST:
      return 0n;
    case TypeCase.NEWEST:
      return last;
    case TypeCase.SPECIFIED:
      return BigInt(seek.getSpecified()?.getNumber() ?? 0);
    case TypeCase.NEXT_COMMIT:
      return last + 1n;
    case TypeCase.TYPE_NOT_SET:
      return undefined;
  }
}
