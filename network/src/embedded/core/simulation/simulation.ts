import { peer } from '@hyperledger/fabric-protos';
import { type CheckedProposal, type ContractDefinition, LedgerError, type Simulation } from '../../seam.js';
import type { ContractServices } from '../contract/contract-services.js';
import { endorse, proposalResponsePayload } from './endorsement.js';
import { checkInitialisation } from './initialisation.js';
import { historySource } from '../state/history-source.js';
import type { LedgerView } from '../state/ledger-view.js';
import type { MemberStore } from '../private/member-store.js';
import { Simulator } from './simulator.js';
import type { ContractAnswer, TransactionContext } from '../contract/transaction-context.js';
import type { Version } from '../state/version.js';

const ABORTED = 10;
const UNIMPLEMENTED = 12;

/** From here on a contract's answer is an error, and nothing is endorsed. */
const ERROR_STATUS = 400;

const SYSTEM_CONTRACTS: readonly string[] = ['_lifecycle', 'lscc', 'qscc', 'cscc'];

export interface SimulationContext {
  readonly channel: string;
  readonly member: MemberStore;
  readonly view: LedgerView;
  readonly contracts: ReadonlyMap<string, ContractDefinition>;
  readonly services: ContractServices;
  /** Whether an organisation is part of the channel. */
  readonly isMember: (mspId: string) => boolean;
  readonly envelope: (place: Version) => Uint8Array | undefined;
}

/**
 * Runs a proposal at one member's peer.
 * @throws LedgerError UNIMPLEMENTED for Fabric's built-in contracts; ABORTED with Fabric's text where the
 * peer, not the contract, has failed.
 */
export async function simulate(
  proposal: CheckedProposal,
  purpose: 'evaluate' | 'endorse',
  context: SimulationContext,
): Promise<Simulation> {
  const { contract, transactionId } = proposal;
  const { channel, contracts, view, member } = context;
  if (SYSTEM_CONTRACTS.includes(contract)) {
    throw new LedgerError(UNIMPLEMENTED, `not supported by the embedded ledger: ${contract}`);
  }
  const definition = contracts.get(contract);
  if (!definition) {
    throw new LedgerError(
      ABORTED,
      `make sure the chaincode ${contract} has been successfully defined on channel ${channel} ` +
        `and try again: chaincode ${contract} not found`,
    );
  }
  const privates = view.privates.get(member.signer.mspId);
  if (!privates) {
    throw new LedgerError(ABORTED, `no peer of ${member.signer.mspId} on channel ${channel}`);
  }
  const simulator = new Simulator(transactionId, view, privates, contracts, context.isMember);
  const answer = await execute(proposal, simulator, context);
  const { response, event } = answer;
  if (response.getStatus() >= ERROR_STATUS) {
    return { response };
  }
  const { results, privateResults } = simulator.finish();
  const simulation: Simulation = {
    response,
    results,
    privateReads: simulator.privateReads,
    ...(privateResults ? { privateResults } : {}),
    ...(event ? { event } : {}),
  };
  if (purpose === 'evaluate') {
    return simulation;
  }
  if (privateResults) {
    await member.transients.put(transactionId, view.block + 1, privateResults);
  }
  const payload = proposalResponsePayload(proposal, definition, answer, results.serializeBinary());
  return { ...simulation, payload, endorsement: endorse(payload, member.signer) };
}

async function execute(
  proposal: CheckedProposal,
  simulator: Simulator,
  context: SimulationContext,
): Promise<ContractAnswer> {
  try {
    return await invoke(proposal.contract, contractInput(proposal), proposal, simulator, context);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LedgerError(
      ABORTED,
      `error in simulation: failed to execute transaction ${proposal.transactionId}: ${reason}`,
    );
  }
}

/** The arguments alone: what else a client put into the input is not the contract's to see. */
function contractInput({ input }: CheckedProposal): peer.ChaincodeInput {
  const message = new peer.ChaincodeInput();
  message.setArgsList(input.getArgsList_asU8());
  message.setIsInit(input.getIsInit());
  return message;
}

async function invoke(
  contract: string,
  input: peer.ChaincodeInput,
  proposal: CheckedProposal,
  simulator: Simulator,
  context: SimulationContext,
): Promise<ContractAnswer> {
  const definition = context.contracts.get(contract);
  if (!definition) {
    throw new Error(
      `invalid invocation: [channel ${context.channel}] failed to get chaincode container info for ` +
        `${contract}: chaincode ${contract} not found`,
    );
  }
  const runtime = context.services.get(contract, context.member.signer.mspId);
  if (!runtime) {
    throw new Error(
      `invalid invocation: [channel ${context.channel}] failed to get chaincode container info for ` +
        `${contract}: chaincode definition for '${contract}' exists, but chaincode is not installed`,
    );
  }
  simulator.readSequence(contract);
  try {
    checkInitialisation(definition, input.getIsInit(), simulator);
  } catch (error) {
    throw new Error(`invalid invocation: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const transaction: TransactionContext = {
    transactionId: proposal.transactionId,
    channel: context.channel,
    contract,
    simulator,
    creator: proposal.creator,
    signedProposal: proposal.signedProposal,
    cursors: new Map(),
    history: async (key) =>
      historySource(contract, key, await simulator.history(contract, key), context.envelope),
    invoke: (called, calledInput) => invoke(called, calledInput, proposal, simulator, context),
  };
  return runtime.execute(transaction, input);
}
