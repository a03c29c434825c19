import type { common, ledger, peer } from '@hyperledger/fabric-protos';
import {
  type Channel,
  type ChannelOptions,
  type CheckedProposal,
  type CommittedTransaction,
  type ContractAddress,
  type ContractDefinition,
  LedgerError,
  type OpenChannel,
  type PeerSigner,
  type Simulation,
} from '../seam.js';
import { blockEnvelopes, blockHash, blockHeader } from './blocks/block.js';
import { policyEvaluation } from './commit/policy-evaluation.js';
import { ChannelPeers } from './channel-peers.js';
import { closeParts, committedTransaction, openParts, type Parts } from './channel-parts.js';
import { ContractServices } from './contract/contract-services.js';
import { Deployments } from './lifecycle/deployments.js';
import { endorse, proposalResponsePayload } from './simulation/endorsement.js';
import { chooseEndorsers } from './simulation/endorser-choice.js';
import { LIFECYCLE_VERSION } from './lifecycle/lifecycle.js';
import { Orderer } from './orderer.js';
import { simulate } from './simulation/simulation.js';

const UNAVAILABLE = 14;
const FAILED_PRECONDITION = 9;

/** One channel: every member's peer, and the ordering. */
class EmbeddedChannel implements Channel {
  readonly #options: ChannelOptions;
  readonly #parts: Parts;
  readonly #orderer: Orderer;
  readonly #services: ContractServices;
  readonly #peers: ChannelPeers;
  readonly #deployments: Deployments;
  #closing: Promise<void> | undefined;
  #isClosed = false;

  private constructor(options: ChannelOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    this.#services = new ContractServices(options.executeTimeoutMilliseconds);
    this.#peers = new ChannelPeers(options, parts.committer, parts.members);
    this.#orderer = new Orderer(options.batch, (envelopes) => {
      parts.committer.commit(envelopes);
    });
    this.#deployments = new Deployments({
      channel: options.name,
      committer: parts.committer,
      services: this.#services,
      log: options.log,
      signers: () => this.#peers.signers,
      isMember: (mspId) => this.#isMember(mspId),
      verdict: (envelope, transactionId) => this.#verdict(envelope, transactionId),
    });
  }

  static async open(options: ChannelOptions): Promise<EmbeddedChannel> {
    if (options.signers.length === 0) {
      throw new Error('a channel needs at least one member');
    }
    return new EmbeddedChannel(options, await openParts(options));
  }

  get name(): string {
    return this.#options.name;
  }

  get height(): bigint {
    return BigInt(this.#parts.reader.height);
  }

  get failed(): Promise<Error> {
    return this.#parts.failed;
  }

  get lastConfig(): bigint {
    return BigInt(this.#parts.committer.lastConfig);
  }

  contract(name: string): ContractDefinition | undefined {
    return this.#parts.committer.definitions.get(name);
  }

  answers(contract: string, mspId: string): boolean {
    return this.#services.get(contract, mspId)?.isUp === true;
  }

  contracts(): readonly ContractDefinition[] {
    return [...this.#parts.committer.definitions.values()];
  }

  deploy(
    definition: Omit<ContractDefinition, 'sequence'>,
    addresses: ReadonlyMap<string, ContractAddress>,
  ): Promise<ContractDefinition> {
    return this.#deployments.deploy(definition, addresses);
  }

  async simulate(
    mspId: string,
    proposal: CheckedProposal,
    purpose: 'evaluate' | 'endorse',
  ): Promise<Simulation> {
    const { members, committer, reader } = this.#parts;
    const member = members.get(mspId);
    if (!member || !this.#peers.has(mspId)) {
      throw new LedgerError(UNAVAILABLE, `no peer of ${mspId} on channel ${this.name}`);
    }
    const view = committer.view.hold();
    try {
      return await simulate(proposal, purpose, {
        channel: this.name,
        member,
        view,
        contracts: committer.definitions,
        services: this.#services,
        isMember: (name) => this.#isMember(name),
        envelope: ({ block, transaction }) => {
          const found = reader.get(block);
          return found && blockEnvelopes(found)[transaction];
        },
      });
    } finally {
      view.release();
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- refusals reach the caller as rejections
  async order(envelope: Uint8Array): Promise<void> {
    this.#refuseWhenStopped();
    this.#orderer.order(envelope);
  }

  async configure(envelope: Uint8Array): Promise<void> {
    this.#refuseWhenStopped();
    const { committer } = this.#parts;
    const before = committer.lastConfig;
    if (!committer.mayConfigure(envelope)) {
      throw new LedgerError(FAILED_PRECONDITION, 'the configuration may not follow the present one');
    }
    this.#orderer.orderAlone(envelope);
    await committer.idle();
    this.#refuseWhenStopped();
    if (committer.lastConfig === before) {
      throw new LedgerError(FAILED_PRECONDITION, 'another configuration came first');
    }
  }

  addMember(signer: PeerSigner): Promise<void> {
    return this.#peers.add(signer, this.#parts.members);
  }

  removeMember(mspId: string): void {
    this.#peers.remove(mspId);
  }

  async commitStatus(transactionId: string, signal: AbortSignal): Promise<CommittedTransaction> {
    return this.committed(transactionId) ?? (await this.#parts.waiters.wait(transactionId, signal));
  }

  committed(transactionId: string): CommittedTransaction | undefined {
    const record = this.#parts.state.transaction(transactionId);
    return record && committedTransaction(record);
  }

  blocks(start: bigint, signal: AbortSignal): AsyncIterable<common.Block> {
    return this.#parts.reader.follow(Number(start), signal);
  }

  block(number: bigint): common.Block | undefined {
    return this.#parts.reader.get(Number(number));
  }

  blockNumberOf(hash: Uint8Array): bigint | undefined {
    const number = this.#parts.state.blockNumberOf(hash);
    return number === undefined ? undefined : BigInt(number);
  }

  get lastBlockHash(): Uint8Array {
    const { reader } = this.#parts;
    const last = reader.get(reader.height - 1);
    return last ? blockHash(blockHeader(last)) : new Uint8Array(0);
  }

  endorseAnswer(mspId: string, proposal: CheckedProposal, response: peer.Response): Simulation {
    const signer = this.#parts.members.get(mspId)?.signer;
    if (!signer) {
      throw new LedgerError(UNAVAILABLE, `no peer of ${mspId} on channel ${this.name}`);
    }
    const id = { name: proposal.contract, version: LIFECYCLE_VERSION };
    const answer = { response, event: undefined };
    const payload = proposalResponsePayload(proposal, id, answer, new Uint8Array(0));
    return { response, payload, endorsement: endorse(payload, signer) };
  }

  async privateData(
    mspId: string,
    blockNumber: bigint,
  ): Promise<ReadonlyMap<number, ledger.rwset.TxPvtReadWriteSet>> {
    return (await this.#parts.members.get(mspId)?.privates.block(Number(blockNumber))) ?? new Map();
  }

  endorsersFor(
    { contract: called }: CheckedProposal,
    first: Simulation,
    available: readonly string[],
  ): readonly (readonly string[])[] {
    const { committer } = this.#parts;
    return chooseEndorsers(
      called,
      first,
      available,
      this.#peers.identities,
      (contract) => committer.definition(contract),
      committer.view.state,
      policyEvaluation(this.#options.configuration),
    );
  }

  /** Commits what is queued, then lets go of files and connections. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    this.#orderer.cut();
    this.#services.close();
    await closeParts(this.#parts);
  }

  #isMember(mspId: string): boolean {
    return this.#options.configuration?.has(mspId) ?? this.#peers.has(mspId);
  }

  #refuseWhenStopped(): void {
    if (this.#isClosed || this.#parts.committer.error !== undefined) {
      throw new LedgerError(
        UNAVAILABLE,
        'received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE, ' +
          'info=the ledger takes no more transactions',
      );
    }
  }

  async #verdict(envelope: Uint8Array, transactionId: string): Promise<number> {
    await this.order(envelope);
    this.#orderer.cut();
    return (await this.commitStatus(transactionId, new AbortController().signal)).code;
  }
}

export const openChannel: OpenChannel = (options) => EmbeddedChannel.open(options);
