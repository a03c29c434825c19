import { createHash } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import { read } from '../../msp/deserializer.js';
import type { CheckedProposal, Identity } from '../seam.js';
import { policyFailure, type NetworkView } from './network-view.js';
import { headerContract, type UnpackedProposal } from './proposal.js';
import { systemContracts } from './system/system-contracts.js';

const TIME_WINDOW_MILLISECONDS = 15 * 60 * 1000;
const WRITERS = '/Channel/Application/Writers';

/**
 * Whether a proposal comes to the endorser at all: Fabric's filters before it.
 *
 * @throws Error with Fabric's text: expired creator, timestamp more than 15 minutes from this machine's clock.
 */
export function filterProposal(network: NetworkView, unpacked: UnpackedProposal): void {
  const now = network.now();
  const expires = expiryOf(network, unpacked.signatureHeader.getCreator_asU8());
  if (expires !== undefined && now > expires) throw new Error('proposal client identity expired');
  const timestamp = unpacked.channelHeader.getTimestamp();
  const proposed = (timestamp?.getSeconds() ?? 0) * 1000 + (timestamp?.getNanos() ?? 0) / 1e6;
  if (Math.abs(proposed - now.getTime()) > TIME_WINDOW_MILLISECONDS) {
    throw new Error(
      `request unauthorized due to incorrect timestamp ${wholeSeconds(proposed)}, ` +
        `peer time ${wholeSeconds(now.getTime())}, peer.authentication.timewindow 15m0s`,
    );
  }
}

/**
 * What an endorser checks before it simulates, in Fabric's order: header, transaction id, creator, signature, duplicate,
 * the channel's writers.
 *
 * @throws Error with Fabric's text.
 */
export function checkProposal(network: NetworkView, unpacked: UnpackedProposal): CheckedProposal {
  const { channelHeader, signatureHeader, signedProposal } = unpacked;
  const creatorBytes = signatureHeader.getCreator_asU8();
  const transactionId = channelHeader.getTxId();
  const contract = headerContract(channelHeader);
  const creator = authenticated.get(unpacked) ?? validating(() => validate(network, unpacked));
  authenticated.set(unpacked, creator);
  if (network.channel.committed(transactionId) !== undefined) {
    const hex = Buffer.from(creatorBytes).toString('hex');
    throw new Error(`duplicate transaction found [${transactionId}]. Creator [${hex}]`);
  }
  // What every peer brings along has access rules of its own.
  if (!systemContracts.has(contract) && !network.configuration.satisfies(WRITERS, [creator])) {
    throw new Error(policyFailure(channelHeader.getChannelId(), WRITERS));
  }
  return {
    signedProposal,
    proposal: unpacked.proposal,
    channelHeader,
    signatureHeader,
    transactionId,
    creator,
    contract,
    input: unpacked.input,
    transient: unpacked.transient,
  };
}

/**
 * What an endorser checks of a proposal without a channel: as {@link checkProposal}, but its creator must be of the
 * peer's own organisation, and there is no ledger on which it could be a duplicate.
 *
 * @throws Error with Fabric's text.
 */
export function checkLocalProposal(
  network: NetworkView,
  mspId: string,
  unpacked: UnpackedProposal,
): Identity {
  return validating(() => {
    checkHeader(unpacked);
    if (claimedBy(unpacked.signatureHeader.getCreator_asU8()) !== mspId) {
      throw new Error('access denied: channel [] creator org unknown, creator is malformed');
    }
    return authenticate(network, unpacked);
  });
}

/** One proposal goes to several peers of this process: header and signature need no second look. */
const authenticated = new WeakMap<UnpackedProposal, Identity>();

function validate(network: NetworkView, unpacked: UnpackedProposal): Identity {
  checkHeader(unpacked);
  return authenticate(network, unpacked);
}

/** Hex SHA-256 of nonce and creator: the only transaction id a proposal may have. */
export function transactionIdOf(signatureHeader: common.SignatureHeader): string {
  return createHash('sha256')
    .update(signatureHeader.getNonce_asU8())
    .update(signatureHeader.getCreator_asU8())
    .digest('hex');
}

function checkHeader({ channelHeader, signatureHeader }: UnpackedProposal): void {
  const type = channelHeader.getType();
  if (type !== common.HeaderType.ENDORSER_TRANSACTION && type !== common.HeaderType.CONFIG) {
    throw new Error(`invalid header type ${headerTypeName(type)}`);
  }
  if (channelHeader.getEpoch() !== 0) throw new Error('epoch is non-zero');
  if (signatureHeader.getNonce_asU8().length === 0) throw new Error('nonce is empty');
  if (signatureHeader.getCreator_asU8().length === 0) throw new Error('creator is empty');
  const expected = transactionIdOf(signatureHeader);
  if (channelHeader.getTxId() !== expected) {
    throw new Error(`incorrectly computed txid '${channelHeader.getTxId()}' -- expected '${expected}'`);
  }
}

function authenticate(
  network: NetworkView,
  { channelHeader, signatureHeader, signedProposal }: UnpackedProposal,
): Identity {
  const channel = channelHeader.getChannelId();
  const signature = signedProposal.getSignature_asU8();
  if (signature.length === 0) throw new Error('empty signature bytes');
  const serialized = signatureHeader.getCreator_asU8();
  const denied = (mspId: string): Error =>
    new Error(`access denied: channel [${channel}] creator org [${mspId}]`);
  let creator: Identity;
  try {
    creator = network.identities.deserialize(serialized);
  } catch {
    const mspId = claimedOrganisation(network, serialized);
    if (mspId !== undefined) throw denied(mspId);
    throw new Error(`access denied: channel [${channel}] creator org unknown, creator is malformed`);
  }
  if (!creator.verify(signedProposal.getProposalBytes_asU8(), signature)) throw denied(creator.mspId);
  return creator;
}

/** The creator's organisation, when its certificate can be read and the organisation is of the channel. */
function claimedOrganisation(network: NetworkView, serialized: Uint8Array): string | undefined {
  const mspId = claimedBy(serialized);
  return network.peers.some((peer) => peer.mspId === mspId) ? mspId : undefined;
}

function claimedBy(serialized: Uint8Array): string | undefined {
  try {
    return read(serialized).mspId;
  } catch {
    return undefined;
  }
}

/** When a creator's certificate ends; undefined when it cannot be read: later checks say so. */
export function expiryOf(network: NetworkView, serialized: Uint8Array): Date | undefined {
  try {
    return network.identities.deserialize(serialized).expiresAt;
  } catch {
    // Expiry comes first: also of an identity that will be refused.
  }
  try {
    return new Date(read(serialized).certificate.validTo);
  } catch {
    return undefined;
  }
}

function validating<Result>(check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    throw new Error(`error validating proposal: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function headerTypeName(type: number): string {
  return Object.entries(common.HeaderType).find(([, value]) => value === type)?.[0] ?? String(type);
}

/** As Go writes a time: RFC 3339, no fractions of a second. */
function wholeSeconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/u, 'Z');
}
