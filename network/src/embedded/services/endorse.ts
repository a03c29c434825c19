import { status } from '@grpc/grpc-js';
import { gateway, ledger } from '@hyperledger/fabric-protos';
import { collectionOf } from '../../contract/collection-of.js';
import type { Simulation } from '../seam.js';
import { EndorsementPlan } from './endorsement-plan.js';
import { isRefused, processProposal, refusalDetail, type Endorsed } from './endorser.js';
import type { MemberView, PeerView } from './network-view.js';
import { prepareTransaction } from './prepared-transaction.js';
import { unpackProposal, type UnpackedProposal } from './proposal.js';
import { errorText, RpcError } from './rpc-error.js';
import { systemContracts } from './system/system-contracts.js';
import { refuseSystemContract, unsupported } from './unsupported.js';

/**
 * `gateway.Gateway/Endorse`: collects the endorsements a transaction needs, from the organisations the client names or
 * else from those the first simulation's writes ask for, the member's own first.
 */
export async function endorse(
  view: MemberView,
  request: gateway.EndorseRequest,
): Promise<gateway.EndorseResponse> {
  const unpacked = unpack(request);
  refuseSystemContract(unpacked.contract);
  if (systemContracts.has(unpacked.contract)) throw unsupported(`submitting to ${unpacked.contract}`);
  const named = request.getEndorsingOrganizationsList();
  const plan = named.length > 0 ? planFor(view, unpacked, named) : await planFromFirst(view, unpacked);
  const endorsed = await plan.complete((peer) => processProposal(view, peer, unpacked, 'endorse'));
  if (endorsed === undefined) {
    throw new RpcError(
      status.ABORTED,
      'failed to collect enough transaction endorsements, see attached details for more info',
      plan.details,
    );
  }
  const response = new gateway.EndorseResponse();
  response.setPreparedTransaction(prepareTransaction(unpacked, endorsed));
  return response;
}

function unpack(request: gateway.EndorseRequest): UnpackedProposal {
  const signedProposal = request.getProposedTransaction();
  if ((signedProposal?.getProposalBytes_asU8().length ?? 0) === 0) {
    throw new RpcError(status.INVALID_ARGUMENT, 'the proposed transaction must contain a signed proposal');
  }
  try {
    return unpackProposal(signedProposal);
  } catch (error) {
    throw new RpcError(status.INVALID_ARGUMENT, errorText(error));
  }
}

/** The client answers for whether these satisfy the policy. */
function planFor(
  { network }: MemberView,
  unpacked: UnpackedProposal,
  named: readonly string[],
): EndorsementPlan {
  const wanted = [...new Set(named)];
  const missing = wanted.filter(
    (mspId) => !isEndorser(network.peers, mspId) || !network.hosts(unpacked.contract, mspId),
  );
  const ofOtherChannel = unpacked.channelHeader.getChannelId() !== network.channel.name;
  if (ofOtherChannel || missing.length > 0) {
    const list = (ofOtherChannel ? wanted : missing).join(', ');
    throw new RpcError(status.UNAVAILABLE, `failed to find any endorsing peers for org(s): ${list}`);
  }
  return new EndorsementPlan([wanted], network.peers);
}

/** Simulates at the member's own peer, and plans from what that simulation wrote. */
async function planFromFirst(view: MemberView, unpacked: UnpackedProposal): Promise<EndorsementPlan> {
  const { network, peer: own } = view;
  const first = firstEndorser(view, unpacked);
  const outcome = await processProposal(view, first, unpacked, 'endorse');
  if (isRefused(outcome)) {
    throw new RpcError(status.ABORTED, 'failed to endorse transaction, see attached details for more info', [
      refusalDetail(first, outcome),
    ]);
  }
  const layouts = layoutsAfter(view, outcome, unpacked.transient.size > 0);
  const preferred = [
    ...layouts.filter((members) => members.includes(own.mspId)),
    ...layouts.filter((members) => !members.includes(own.mspId)),
  ];
  const plan = new EndorsementPlan(preferred, network.peers);
  plan.take(first, outcome.simulation);
  return plan;
}

function firstEndorser({ network, peer }: MemberView, unpacked: UnpackedProposal): PeerView {
  const { contract, transient, channelHeader } = unpacked;
  const ofChannel = channelHeader.getChannelId() === network.channel.name;
  if (ofChannel && network.hosts(contract, peer.mspId)) return peer;
  if (transient.size > 0) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data",
    );
  }
  const other = ofChannel ? network.peers.find(({ mspId }) => network.hosts(contract, mspId)) : undefined;
  if (other === undefined) {
    const channel = channelHeader.getChannelId();
    throw unsatisfiable(`: No metadata was found for chaincode ${contract} in channel ${channel}`);
  }
  return other;
}

function layoutsAfter(
  { network }: MemberView,
  { proposal, simulation }: Endorsed,
  hasTransient: boolean,
): readonly (readonly string[])[] {
  const hosts = network.peers
    .map(({ mspId }) => mspId)
    .filter((mspId) => network.hosts(proposal.contract, mspId));
  if (!hasTransient) return orUnsatisfiable(network.channel.endorsersFor(proposal, simulation, hosts));
  // Whoever endorses sees the transient data: only members of the collections written or read may.
  const collections = [
    ...new Set([
      ...writtenCollections(simulation, proposal.contract),
      ...(simulation.privateReads?.get(proposal.contract) ?? []),
    ]),
  ];
  const definition = network.channel.contract(proposal.contract);
  const trusted = hosts.filter((mspId) =>
    collections.every((name) => collectionOf(definition, name)?.memberMspIds.includes(mspId)),
  );
  const layouts = network.channel.endorsersFor(proposal, simulation, trusted);
  if (layouts.length === 0 && network.channel.endorsersFor(proposal, simulation, hosts).length > 0) {
    throw new RpcError(
      status.FAILED_PRECONDITION,
      'requires endorsement from organisation(s) that are not in the distribution policy of the private data ' +
        `collection(s): [${collections.join(' ')}]; retry specifying trusted endorsing organizations to protect transient data`,
    );
  }
  return orUnsatisfiable(layouts);
}

function writtenCollections(simulation: Simulation, contract: string): readonly string[] {
  const namespaces = simulation.results?.getNsRwsetList() ?? [];
  return namespaces
    .filter((namespace) => namespace.getNamespace() === contract)
    .flatMap((namespace) => namespace.getCollectionHashedRwsetList())
    .filter((collection) => hasWrites(collection.getHashedRwset_asU8()))
    .map((collection) => collection.getCollectionName());
}

function hasWrites(hashed: Uint8Array): boolean {
  const set = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(hashed);
  return set.getHashedWritesList().length > 0 || set.getMetadataWritesList().length > 0;
}

function orUnsatisfiable(layouts: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (layouts.length === 0) throw unsatisfiable();
  return layouts;
}

function unsatisfiable(reason = ''): RpcError {
  return new RpcError(
    status.FAILED_PRECONDITION,
    `no combination of peers can be derived which satisfy the endorsement policy${reason}`,
  );
}

function isEndorser(peers: readonly PeerView[], mspId: string): boolean {
  return peers.some((peer) => peer.mspId === mspId);
}
