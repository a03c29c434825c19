import { type common, type ledger, peer } from '@hyperledger/fabric-protos';
import { evaluateSignaturePolicy } from '../../msp/policy.js';
import {
  type Channel,
  type ChannelOptions,
  type CheckedProposal,
  type CommittedTransaction,
  type ContractAddress,
  type ContractDefinition,
  type Identity,
  LedgerError,
  type OpenChannel,
  type PeerSigner,
  type Simulation,
} from '../seam.js';
import { blockEnvelopes, blockHash, blockHeader } from './block.js';
import { closeParts, committedTransaction, openParts, type Parts } from './channel-parts.js';
import { ContractServices } from './contract-services.js';
import { definitionTransaction } from './definition-transaction.js';
import { endorse, proposalResponsePayload } from './endorsement.js';
import { chooseEndorsers } from './endorser-choice.js';
import { collectionPackage, LIFECYCLE_VERSION } from './lifecycle.js';
import { openMemberStore } from './member-store.js';
import { Orderer } from './orderer.js';
import { simulate } from './simulation.js';

const INVALID_ARGUMENT = 3;
const UNAVAILABLE = 14;
const FAILED_PRECONDITION = 9;

function sameTerms(
  a: Omit<ContractDefinition, 'sequence'>,
  b: Omit<ContractDefinition, 'sequence'>,
): boolean {
  const terms = (each: Omit<ContractDefinition, 'sequence'>): string =>
    JSON.stringify([
      each.version,
      Buffer.from(each.endorsementPolicy.serializeBinary()).toString('base64'),
      Buffer.from(collectionPackage(each.collections).serializeBinary()).toString('base64'),
    ]);
  return terms(a) === terms(b);
}

/** @throws LedgerError INVALID_ARGUMENT for a name Fabric does not take. */
function checkName({ name }: Omit<ContractDefinition, 'sequence'>): void {
  if (!/^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$/.test(name)) {
    throw new LedgerError(INVALID_ARGUMENT, `invalid chaincode name '${name}'`);
  }
}

function identityOf({ identities }: ChannelOptions, signer: PeerSigner): Identity | undefined {
  try {
    return identities.deserialize(signer.serialized);
  } catch {
    return undefined;
  }
}

/** One channel: every member's peer, and the ordering. */
class EmbeddedChannel implements Channel {
  readonly #options: ChannelOptions;
  readonly #parts: Parts;
  readonly #orderer: Orderer;
  readonly #services: ContractServices;
  /** The peers of those members that are part of the configuration, and who signs for them. */
  readonly #peers = new Map<string, { readonly identity: Identity; readonly signer: PeerSigner }>();
  #deploying: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(options: ChannelOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    this.#services = new ContractServices(options.executeTimeoutMilliseconds);
    for (const { signer } of parts.members.values()) {
      const identity = identityOf(options, signer);
      // A joining that was broken off: the store is there, the organisation is not part of the channel yet.
      if (identity) {
        this.#peers.set(signer.mspId, { signer, identity });
      }
    }
    parts.committer.deciding = [...this.#peers.keys()];
    this.#orderer = new Orderer(options.batch, (envelopes) => {
      parts.committer.commit(envelopes);
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

  contract(name: string): ContractDefinition | undefined {
    return this.#parts.committer.definitions.get(name);
  }

  deploy(
    definition: Omit<ContractDefinition, 'sequence'>,
    addresses: ReadonlyMap<string, ContractAddress>,
  ): Promise<ContractDefinition> {
    // One after another: each builds on the sequence before it.
    const deployed = this.#deploying.then(() => this.#deploy(definition, addresses));
    this.#deploying = deployed.catch(() => undefined);
    return deployed;
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

  async addMember(signer: PeerSigner): Promise<void> {
    if (this.#peers.has(signer.mspId)) {
      return;
    }
    const identity = this.#options.identities.deserialize(signer.serialized);
    const { committer } = this.#parts;
    if (!this.#parts.members.has(signer.mspId)) {
      await committer.addMember(await openMemberStore(this.#options.directory, signer));
    }
    this.#peers.set(signer.mspId, { identity, signer });
    committer.deciding = [...this.#peers.keys()];
  }

  removeMember(mspId: string): void {
    this.#peers.delete(mspId);
    this.#parts.committer.deciding = [...this.#peers.keys()];
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
    _proposal: CheckedProposal,
    first: Simulation,
    available: readonly string[],
  ): readonly (readonly string[])[] {
    const { committer } = this.#parts;
    return chooseEndorsers(
      first,
      available,
      new Map([...this.#peers].map(([mspId, { identity }]) => [mspId, identity])),
      (contract) => committer.definition(contract),
      committer.view.state,
      evaluateSignaturePolicy,
    );
  }

  /** Commits what is queued, then lets go of files and connections. */
  async close(): Promise<void> {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    this.#orderer.cut();
    this.#services.close();
    await closeParts(this.#parts);
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

  async #deploy(
    definition: Omit<ContractDefinition, 'sequence'>,
    addresses: ReadonlyMap<string, ContractAddress>,
  ): Promise<ContractDefinition> {
    checkName(definition);
    const current = this.contract(definition.name);
    if (!current || !sameTerms(current, definition)) {
      await this.#commitDefinition({ ...definition, sequence: (current?.sequence ?? 0) + 1 });
    }
    for (const mspId of await this.#services.connect(definition.name, addresses)) {
      this.#options.log('warn', 'contract service is not up', { contract: definition.name, mspId });
    }
    const committed = this.contract(definition.name);
    if (!committed) {
      throw new LedgerError(FAILED_PRECONDITION, `definition of ${definition.name} was not committed`);
    }
    return committed;
  }

  async #commitDefinition(definition: ContractDefinition): Promise<void> {
    const { transactionId, envelope } = definitionTransaction(
      this.name,
      definition,
      this.#parts.committer.view.state,
      [...this.#peers.values()].map(({ signer }) => signer),
    );
    await this.order(envelope);
    this.#orderer.cut();
    const { code } = await this.commitStatus(transactionId, new AbortController().signal);
    if (code !== peer.TxValidationCode.VALID) {
      throw new LedgerError(
        FAILED_PRECONDITION,
        `definition of ${definition.name} was not committed: validation code ${code}`,
      );
    }
  }
}

export const openChannel: OpenChannel = (options) => EmbeddedChannel.open(options);
