import { status } from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import { LedgerError, type CheckedProposal, type Simulation } from '../seam.js';
import { checkProposal, filterProposal } from './check-proposal.js';
import type { MemberView, NetworkView, PeerView } from './network-view.js';
import type { UnpackedProposal } from './proposal.js';
import { errorDetail, errorText, RpcError } from './rpc-error.js';
import { systemContracts, type SystemContract } from './system/system-contracts.js';

/** What the endorser of one peer did with a proposal, told apart as Fabric's gateway tells it. */
export type Outcome = Endorsed | Refused;

export interface Endorsed {
  readonly proposal: CheckedProposal;
  readonly simulation: Simulation;
}

export interface Refused {
  readonly code: status;
  readonly message: string;
  /** Another peer may do better: the fault is this peer's, not the proposal's or the contract's. */
  readonly retry: boolean;
  /** Whether the proposal itself was refused, or what it asked for. */
  readonly stage: 'proposal' | 'simulation';
  /** What the contract has answered, where it did. */
  readonly response?: peer.Response;
}

/** Ledger errors carry plain numbers. */
const UNIMPLEMENTED: number = status.UNIMPLEMENTED;
const LEAST_SUCCESS = 200;
const LEAST_ERROR = 400;

/**
 * A peer's endorser: filters, checks, simulates. Never rejects for what the proposal or the contract did.
 *
 * @throws RpcError for what the embedded ledger does not do.
 */
export async function processProposal(
  { network, peer: own }: MemberView,
  target: PeerView,
  unpacked: UnpackedProposal,
  purpose: 'evaluate' | 'endorse',
): Promise<Outcome> {
  // An error of another peer comes back through gRPC, and loses its kind on the way.
  const remote = target.mspId !== own.mspId;
  const unanswered = (error: unknown): Refused => ({
    code: status.UNAVAILABLE,
    message: remote ? `rpc error: code = Unknown desc = ${errorText(error)}` : errorText(error),
    retry: true,
    stage: 'proposal',
  });
  try {
    filterProposal(network, unpacked);
  } catch (error) {
    return unanswered(error);
  }
  const channel = unpacked.channelHeader.getChannelId();
  if (channel !== network.channel.name) {
    return {
      code: status.ABORTED,
      message: `channel '${channel}' not found`,
      retry: true,
      stage: 'simulation',
    };
  }
  let proposal: CheckedProposal;
  try {
    proposal = checkProposal(network, unpacked);
  } catch (error) {
    if (remote) return unanswered(error);
    return { code: status.FAILED_PRECONDITION, message: errorText(error), retry: false, stage: 'proposal' };
  }
  return simulate(network, target, proposal, purpose);
}

async function simulate(
  network: NetworkView,
  target: PeerView,
  proposal: CheckedProposal,
  purpose: 'evaluate' | 'endorse',
): Promise<Outcome> {
  let simulation: Simulation;
  try {
    const system = systemContracts.get(proposal.contract);
    simulation =
      system === undefined
        ? await network.channel.simulate(target.mspId, proposal, purpose)
        : askSystem(network, target, proposal, system);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (error.grpcCode === UNIMPLEMENTED) throw new RpcError(status.UNIMPLEMENTED, error.message);
    return { code: status.ABORTED, message: error.message, retry: true, stage: 'simulation' };
  }
  const code = simulation.response.getStatus();
  if (code < LEAST_SUCCESS || code >= LEAST_ERROR) {
    const message = `chaincode response ${code}, ${simulation.response.getMessage()}`;
    const { response } = simulation;
    return { code: status.UNKNOWN, message, retry: false, stage: 'simulation', response };
  }
  return { proposal, simulation };
}

/** A built-in contract sees the ledger and writes nothing: nothing is simulated. */
function askSystem(
  network: NetworkView,
  target: PeerView,
  proposal: CheckedProposal,
  ask: SystemContract,
): Simulation {
  const { creator, input } = proposal;
  const args = input.getArgsList_asU8().map((bytes) => Buffer.from(bytes));
  const response = ask({ network, peer: target, channel: network.channel.name, creator, args });
  return response.getStatus() >= LEAST_ERROR
    ? { response }
    : network.channel.endorseAnswer(target.mspId, proposal, response);
}

export function isRefused(outcome: Outcome): outcome is Refused {
  return !('simulation' in outcome);
}

/** What the gateway says of one peer that refused. */
export function refusalDetail(from: PeerView, refused: Refused): ReturnType<typeof errorDetail> {
  return errorDetail(from.address, from.mspId, refused.message);
}
