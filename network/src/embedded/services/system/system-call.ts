import { msp, peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../../seam.js';
import { policyFailure, type NetworkView, type PeerView } from '../network-view.js';

/** What a contract that every peer brings along is asked. */
export interface SystemCall {
  readonly network: NetworkView;
  /** The peer that is asked. */
  readonly peer: PeerView;
  /** The channel it is asked on; empty when on none. */
  readonly channel: string;
  readonly creator: Identity;
  readonly args: readonly Buffer[];
}

const SUCCESS = 200;
const ERROR = 500;

export function success(payload: Uint8Array): peer.Response {
  const response = new peer.Response();
  response.setStatus(SUCCESS);
  response.setPayload(payload);
  return response;
}

export function failure(message: string, status = ERROR): peer.Response {
  const response = new peer.Response();
  response.setStatus(status);
  response.setMessage(message);
  return response;
}

/** Why the creator may not on a channel, in Fabric's words; undefined when it may. */
export function deniedOnChannel(
  { network, creator }: SystemCall,
  channel: string,
  policy: string,
): string | undefined {
  if (channel !== network.channel.name) return `Failed to get policy manager for channel [${channel}]`;
  return network.configuration.satisfies(policy, [creator]) ? undefined : policyFailure(channel, policy);
}

const ROLES = { Admins: msp.MSPRole.MSPRoleType.ADMIN, Members: msp.MSPRole.MSPRoleType.MEMBER } as const;

/** Why the creator may not at this peer, whatever the channel, in Fabric's words; undefined when it may. */
export function deniedAtPeer(
  { peer: { mspId }, creator }: SystemCall,
  policy: keyof typeof ROLES,
): string | undefined {
  const during = `during channelless check policy with policy [${policy}]`;
  if (creator.mspId !== mspId) {
    return `Failed deserializing proposal creator ${during}: [expected MSP ID ${mspId}, received ${creator.mspId}]`;
  }
  const role = new msp.MSPRole();
  role.setMspIdentifier(mspId);
  role.setRole(ROLES[policy]);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  if (creator.satisfies(principal)) return undefined;
  return (
    `Failed verifying that proposal's creator satisfies local MSP principal ${during}: ` +
    `[The identity is not an admin under this MSP [${mspId}]: The identity does not contain OU [ADMIN], MSP: [${mspId}]]`
  );
}
