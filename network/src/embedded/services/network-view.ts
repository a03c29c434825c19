import { status } from '@grpc/grpc-js';
import type { ChannelConfiguration } from '../../genesis/channel-configuration.js';
import type { Channel, Identity, IdentityDeserializer } from '../seam.js';
import { RpcError } from './rpc-error.js';

/** One member's peer, as the others know it. */
export interface PeerView {
  readonly mspId: string;
  /** `host:port` as it stands in error details. */
  readonly address: string;
}

/** What all services of the process look at. */
export interface NetworkView {
  readonly channel: Channel;
  readonly configuration: ChannelConfiguration;
  readonly identities: IdentityDeserializer;
  readonly peers: readonly PeerView[];
  readonly orderers: readonly PeerView[];
  /** Whether a member's peer has a copy of the contract. */
  hosts(contract: string, mspId: string): boolean;
  /** The machine's clock. */
  now(): Date;
  log(level: 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What one member's services are served from. */
export interface MemberView {
  readonly network: NetworkView;
  readonly peer: PeerView;
}

const READERS = '/Channel/Application/Readers';

/**
 * Refuses a signed request of anybody but a reader of the channel (a member's client, administrator or peer).
 *
 * @throws RpcError PERMISSION_DENIED with Fabric's text.
 */
export function checkReader(
  network: NetworkView,
  channel: string,
  signed: Readonly<{ message: Uint8Array; identity: Uint8Array; signature: Uint8Array }>,
): Identity {
  if (channel !== network.channel.name) {
    throw new RpcError(status.PERMISSION_DENIED, `Failed to get policy manager for channel [${channel}]`);
  }
  const identity = signerOf(network, signed);
  if (identity === undefined || !network.configuration.satisfies(READERS, [identity])) {
    throw new RpcError(status.PERMISSION_DENIED, policyFailure(channel, READERS));
  }
  return identity;
}

/** The identity that signed, undefined when it is none of the channel or did not sign this. */
export function signerOf(
  network: NetworkView,
  signed: Readonly<{ message: Uint8Array; identity: Uint8Array; signature: Uint8Array }>,
): Identity | undefined {
  try {
    const identity = network.identities.deserialize(signed.identity);
    return identity.verify(signed.message, signed.signature) ? identity : undefined;
  } catch {
    return undefined;
  }
}

/** Fabric's text when nobody who signed satisfies a policy of the kind "any organisation's ...". */
export function policyFailure(channel: string, policy: string): string {
  return `Failed evaluating policy on signed data during check policy on channel [${channel}] with policy [${policy}]: [${implicitPolicyFailure(policy)}]`;
}

export function implicitPolicyFailure(policy: string): string {
  const name = policy.slice(policy.lastIndexOf('/') + 1);
  return `implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the '${name}' sub-policies to be satisfied`;
}
