import { type common, peer } from '@hyperledger/fabric-protos';
import type {
  ConfigurationKeeper,
  ConsenterSigner,
  ContractDefinition,
  IdentityDeserializer,
} from '../../seam.js';
import {
  blockCommitHash,
  blockEnvelopes,
  blockHash,
  blockHeader,
  lastConfigOf,
  newBlock,
  setBlockCommitHash,
  setValidationFlags,
  validationFlags,
} from '../blocks/block.js';
import { type BlockFile, readBlock } from '../blocks/block-file.js';
import { EMPTY } from '../bytes.js';
import { commitHash } from './commit-hash.js';
import { CommittedState, type JudgedBlock } from './committed-state.js';
import type { EvaluatePolicy } from './endorsement-policy.js';
import { parseEnvelope } from '../blocks/envelope.js';
import { FirstFailure } from './first-failure.js';
import type { LedgerView } from '../state/ledger-view.js';
import type { MemberStore } from '../private/member-store.js';
import type { StateStore, TransactionRecord } from '../state/state-store.js';
import { applyBlock, readValidatedBlock, validateBlock } from './validator.js';

const { VALID } = peer.TxValidationCode;

export interface CommitterOptions {
  readonly channel: string;
  readonly blocks: BlockFile;
  readonly state: StateStore;
  /** Grows when a member joins. */
  readonly members: Map<string, MemberStore>;
  readonly configuration: ConfigurationKeeper | undefined;
  readonly identities: IdentityDeserializer;
  readonly consenters: readonly ConsenterSigner[];
  readonly evaluate: EvaluatePolicy;
  /** Told after each block that is committed: state, private data and verdicts can be read. */
  readonly committed: (block: common.Block, transactions: readonly TransactionRecord[]) => void;
  /** Told once: nothing is committed any more. */
  readonly failed: (error: Error) => void;
}

/** Turns batches of envelopes into committed blocks, one after another. */
export class Committer {
  readonly #options: CommitterOptions;
  readonly #state: CommittedState;
  readonly #failure: FirstFailure;
  #previousHash: Uint8Array = EMPTY;
  #commitHash: Uint8Array = EMPTY;
  #work: Promise<void> = Promise.resolve();
  #lastConfig = 0;

  private constructor(options: CommitterOptions, state: CommittedState, failure: FirstFailure) {
    this.#options = options;
    this.#state = state;
    this.#failure = failure;
  }

  /** Brings the state up to the last block on disk; the first block of a new channel is `genesis`. */
  static async open(options: CommitterOptions, genesis: common.Block): Promise<Committer> {
    const { blocks, state: store, members, configuration } = options;
    const failure = new FirstFailure(options.failed);
    const state = await CommittedState.open({ state: store, members, failed: failure.occurred });
    const committer = new Committer(options, state, failure);
    if (blocks.height === 0) {
      const block = genesis.clone();
      setValidationFlags(block, new Uint8Array(blockEnvelopes(block).length));
      await blocks.append(block.serializeBinary());
    }
    for (let number = store.savepoint + 1; number < blocks.height; number++) {
      await committer.#replay(number);
    }
    const last = readBlock(blocks, blocks.height - 1);
    committer.#previousHash = blockHash(blockHeader(last));
    committer.#commitHash = blockCommitHash(last);
    committer.#lastConfig = lastConfigOf(last);
    if (committer.#lastConfig > 0) {
      configuration?.changed(readBlock(blocks, committer.#lastConfig));
    }
    return committer;
  }

  /** What simulations read from now on. */
  get view(): LedgerView {
    return this.#state.view;
  }

  get definitions(): ReadonlyMap<string, ContractDefinition> {
    return this.#state.definitions;
  }

  /** Why nothing can be committed any more; undefined while all is well. */
  get error(): Error | undefined {
    return this.#failure.error;
  }

  /** Number of the configuration block in force. */
  get lastConfig(): number {
    return this.#lastConfig;
  }

  /** The members whose majority decides on definitions. */
  set deciding(mspIds: readonly string[]) {
    this.#state.deciding = mspIds;
  }

  definition(contract: string): ContractDefinition | undefined {
    return this.#state.definition(contract);
  }

  /** Whether an envelope holds a configuration that may follow the present one. */
  mayConfigure(envelope: Uint8Array): boolean {
    const { parsed } = parseEnvelope(envelope);
    return (
      typeof parsed === 'object' &&
      parsed.isConfig &&
      this.#options.configuration?.mayFollow(parsed.data) === true
    );
  }

  /** Takes a member's store in, between two blocks. */
  addMember(member: MemberStore): Promise<void> {
    const added = this.#work.then(() => {
      this.#state.addMember(member);
    });
    this.#work = added;
    return added;
  }

  /** Resolves when what is queued by now is committed. */
  idle(): Promise<void> {
    return this.#work;
  }

  /** Queues a batch to become the next block. */
  commit(envelopes: readonly Uint8Array[]): void {
    this.#work = this.#work.then(async () => {
      if (this.error !== undefined) return;
      try {
        await this.#commit(envelopes);
      } catch (error) {
        this.#failure.occurred(error);
      }
    });
  }

  /** Waits for the batches queued so far and lets go of the state. */
  async close(): Promise<void> {
    await this.#work;
    await this.#state.close();
  }

  async #commit(envelopes: readonly Uint8Array[]): Promise<void> {
    const { blocks, identities, evaluate, channel, consenters, configuration } = this.#options;
    const number = blocks.height;
    const isConfig = envelopes.length === 1 && this.mayConfigure(envelopes[0] ?? EMPTY);
    const block = newBlock(number, this.#previousHash, envelopes, {
      consenters: consenters.filter(({ signer }) => configuration?.orders(signer.mspId) ?? true),
      lastConfig: isConfig ? number : this.#lastConfig,
    });
    const { transactions, updates } = await validateBlock(number, envelopes, {
      channel,
      identities,
      evaluate,
      definition: (contract) => this.definition(contract),
      state: this.view.state,
      isKnown: (id) => this.#state.isKnown(id),
      // Judged above; in a block with others a configuration is never valid.
      mayConfigure: () => isConfig,
    });
    const flags = Uint8Array.from(transactions, ({ code }) => code);
    const hash = commitHash(flags, updates, this.#commitHash);
    setValidationFlags(block, flags);
    setBlockCommitHash(block, hash);
    await blocks.append(block.serializeBinary());
    this.#previousHash = blockHash(blockHeader(block));
    this.#commitHash = hash;
    const judged: JudgedBlock = { number, hash: this.#previousHash, transactions, updates };
    const records = await this.#state.store(judged);
    if (isConfig && flags[0] === VALID) {
      this.#lastConfig = number;
      configuration?.changed(block);
    }
    this.#options.committed(block, records);
    await this.#state.purge(judged);
  }

  async #replay(number: number): Promise<void> {
    const block = readBlock(this.#options.blocks, number);
    const transactions = readValidatedBlock(blockEnvelopes(block), validationFlags(block));
    const updates = await applyBlock(number, transactions, this.view.state);
    const judged: JudgedBlock = { number, hash: blockHash(blockHeader(block)), transactions, updates };
    await this.#state.store(judged);
    await this.#state.purge(judged);
  }
}
