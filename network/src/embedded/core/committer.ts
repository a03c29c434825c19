import { type common, peer } from '@hyperledger/fabric-protos';
import type {
  ConfigurationKeeper,
  ConsenterSigner,
  ContractDefinition,
  IdentityDeserializer,
} from '../seam.js';
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
} from './block.js';
import { type BlockFile, readBlock } from './block-file.js';
import { EMPTY } from './bytes.js';
import { commitHash } from './commit-hash.js';
import type { EvaluatePolicy } from './endorsement-policy.js';
import { parseEnvelope } from './envelope.js';
import { expiringBlock } from './expiry.js';
import { LedgerView } from './ledger-view.js';
import { LIFECYCLE } from './lifecycle-keys.js';
import { membersPolicy, readDefinitions } from './lifecycle.js';
import type { MemberStore } from './member-store.js';
import { privateBlock } from './private-commit.js';
import type { HistoryRecord, StateStore, TransactionRecord } from './state-store.js';
import type { UpdateBatch } from './update-batch.js';
import { applyBlock, readValidatedBlock, validateBlock, type ValidatedTransaction } from './validator.js';

const { VALID } = peer.TxValidationCode;

/** Fabric's `transientstoreMaxBlockRetention`: endorsed so many blocks ago and never ordered. */
const TRANSIENT_RETENTION_BLOCKS = 1000;

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
  #lifecyclePolicy: common.SignaturePolicyEnvelope;
  #view: LedgerView;
  #definitions: ReadonlyMap<string, ContractDefinition> = new Map();
  #previousHash: Uint8Array = EMPTY;
  #commitHash: Uint8Array = EMPTY;
  #work: Promise<void> = Promise.resolve();
  #error: Error | undefined;
  #lastConfig = 0;
  /** Whether values were purged, or have expired, in the block at hand. */
  #forgot = false;
  #forgetting: Promise<void> = Promise.resolve();
  /** Resolves when nobody reads the views of earlier blocks. */
  #shownBefore: Promise<unknown> = Promise.resolve();

  private constructor(options: CommitterOptions) {
    this.#options = options;
    this.#lifecyclePolicy = membersPolicy([], 1);
    this.#view = this.#newView();
  }

  /** Brings the state up to the last block on disk; the first block of a new channel is `genesis`. */
  static async open(options: CommitterOptions, genesis: common.Block): Promise<Committer> {
    const committer = new Committer(options);
    const { blocks, state } = options;
    if (blocks.height === 0) {
      const block = genesis.clone();
      setValidationFlags(block, new Uint8Array(blockEnvelopes(block).length));
      await blocks.append([block.serializeBinary()]);
    }
    committer.#definitions = await readDefinitions(committer.#view.state);
    for (let number = state.savepoint + 1; number < blocks.height; number++) {
      await committer.#replay(number);
    }
    const last = readBlock(blocks, blocks.height - 1);
    committer.#previousHash = blockHash(blockHeader(last));
    committer.#commitHash = blockCommitHash(last);
    committer.#lastConfig = lastConfigOf(last);
    if (committer.#lastConfig > 0) {
      options.configuration?.changed(readBlock(blocks, committer.#lastConfig));
    }
    return committer;
  }

  /** What simulations read from now on. */
  get view(): LedgerView {
    return this.#view;
  }

  get definitions(): ReadonlyMap<string, ContractDefinition> {
    return this.#definitions;
  }

  /** Why nothing can be committed any more; undefined while all is well. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** Number of the configuration block in force. */
  get lastConfig(): number {
    return this.#lastConfig;
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

  /** The members whose majority decides on definitions (Fabric's `LifecycleEndorsement`). */
  set deciding(mspIds: readonly string[]) {
    this.#lifecyclePolicy = membersPolicy(mspIds, Math.floor(mspIds.length / 2) + 1);
  }

  /** Takes a member's store in, between two blocks. */
  addMember(member: MemberStore): Promise<void> {
    const added = this.#work.then(() => {
      this.#options.members.set(member.signer.mspId, member);
      const before = this.#view;
      this.#view = this.#newView();
      before.release();
      this.#shownBefore = Promise.all([this.#shownBefore, before.freed]);
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
      if (this.#error === undefined) {
        try {
          await this.#commit(envelopes);
        } catch (error) {
          this.#fail(error);
        }
      }
    });
  }

  /** Waits for the batches queued so far and lets go of the state. */
  async close(): Promise<void> {
    await this.#work;
    this.#view.release();
    await this.#forgetting;
  }

  definition(contract: string): ContractDefinition | undefined {
    if (contract === LIFECYCLE) {
      return {
        name: LIFECYCLE,
        version: '',
        sequence: 0,
        endorsementPolicy: this.#lifecyclePolicy,
        collections: [],
      };
    }
    return this.#definitions.get(contract);
  }

  async #commit(envelopes: readonly Uint8Array[]): Promise<void> {
    const { blocks, state, identities, evaluate, channel, consenters, configuration } = this.#options;
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
      state: this.#view.state,
      isKnown: (id) => state.transaction(id) !== undefined,
      // Judged above; in a block with others a configuration is never valid.
      mayConfigure: () => isConfig,
    });
    const flags = Uint8Array.from(transactions, ({ code }) => code);
    const hash = commitHash(flags, updates, this.#commitHash);
    setValidationFlags(block, flags);
    setBlockCommitHash(block, hash);
    await blocks.append([block.serializeBinary()]);
    this.#previousHash = blockHash(blockHeader(block));
    this.#commitHash = hash;
    const records = await this.#store(number, transactions, updates);
    if (isConfig && flags[0] === VALID) {
      this.#lastConfig = number;
      configuration?.changed(block);
    }
    this.#options.committed(block, records);
    await this.#purge(number, transactions);
  }

  async #replay(number: number): Promise<void> {
    const block = readBlock(this.#options.blocks, number);
    const transactions = readValidatedBlock(blockEnvelopes(block), validationFlags(block));
    const updates = await applyBlock(number, transactions, this.#view.state);
    this.#previousHash = blockHash(blockHeader(block));
    await this.#store(number, transactions, updates);
    await this.#purge(number, transactions);
  }

  /** Private data first: the savepoint of the state then stands for both. */
  async #store(
    number: number,
    transactions: readonly ValidatedTransaction[],
    updates: UpdateBatch,
  ): Promise<TransactionRecord[]> {
    const { state, members } = this.#options;
    await Promise.all(
      [...members.values()].map(async (member) => {
        await this.#storePrivate(member, number, transactions, updates);
        this.#forgot = (await member.privates.expire(number)) || this.#forgot;
      }),
    );
    const records = firstVerdicts(number, transactions, (id) => state.transaction(id) !== undefined);
    await state.commit(
      number,
      this.#previousHash,
      updates,
      records,
      publicWrites(number, transactions),
      (namespace, collection) => expiringBlock(number, this.definition(namespace), collection),
    );
    const before = this.#view;
    this.#view = this.#newView();
    before.release();
    this.#shownBefore = Promise.all([this.#shownBefore, before.freed]);
    if (updates.publicUpdates.has(LIFECYCLE)) {
      this.#definitions = await readDefinitions(this.#view.state);
    }
    return records;
  }

  async #storePrivate(
    { signer, privates }: MemberStore,
    number: number,
    transactions: readonly ValidatedTransaction[],
    updates: UpdateBatch,
  ): Promise<void> {
    const view = this.#view.privates.get(signer.mspId);
    if (!view || !transactions.some(({ transaction }) => hasPrivateWrites(transaction))) {
      return;
    }
    const bringing = privateBlock(transactions, {
      mspId: signer.mspId,
      block: number,
      definition: (contract) => this.definition(contract),
      sources: (id) => this.#privateSources(signer.mspId, id),
      view,
      updates,
    });
    // Stored before a crash that came before the state's savepoint.
    const stored = await privates.has(number);
    if (!stored) {
      await privates.commit(number, bringing);
      this.#forgot ||= bringing.purges.length > 0;
    }
  }

  /** A member's own copy first; then, as Fabric's peers do, it asks those who endorsed. */
  *#privateSources(mspId: string, transactionId: string) {
    const { members } = this.#options;
    const own = members.get(mspId);
    const others = [...members.values()].filter((each) => each !== own);
    for (const member of own ? [own, ...others] : others) {
      const found = member.transients.get(transactionId);
      if (found) {
        yield found;
      }
    }
  }

  async #purge(number: number, transactions: readonly ValidatedTransaction[]): Promise<void> {
    const done = transactions.map(({ transactionId }) => transactionId);
    await Promise.all(
      [...this.#options.members.values()].map(({ transients }) =>
        transients.purge(done, number - TRANSIENT_RETENTION_BLOCKS),
      ),
    );
    if (this.#forgot) {
      this.#forgot = false;
      this.#forgetting = this.#forgetting.then(() => this.#compact()).catch(this.#options.failed);
    }
  }

  /** Takes what was forgotten out of the files, of all members: every endorser had a copy until its block came. */
  async #compact(): Promise<void> {
    // Nobody waits for it: who still reads may take as long as a contract may.
    await this.#shownBefore;
    for (const { privates, transients } of this.#options.members.values()) {
      await privates.compact();
      await transients.compact();
    }
  }

  #fail(error: unknown): void {
    if (this.#error === undefined) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#options.failed(this.#error);
    }
  }

  #newView(): LedgerView {
    const { state, members } = this.#options;
    const privates = new Map([...members].map(([mspId, member]) => [mspId, member.privates.view()]));
    return new LedgerView(state.view(), privates, (error) => {
      this.#fail(error);
    });
  }
}

function hasPrivateWrites(transaction: ValidatedTransaction['transaction']): boolean {
  return (
    transaction?.sets.some((set) => set.collections.some((each) => each.privateHash.length > 0)) ?? false
  );
}

/** The first verdict on an id stays; blocks without ids (configuration) have none. */
function firstVerdicts(
  number: number,
  transactions: readonly ValidatedTransaction[],
  isKnown: (transactionId: string) => boolean,
): TransactionRecord[] {
  const records = new Map<string, TransactionRecord>();
  transactions.forEach(({ transactionId, code }, transaction) => {
    if (transactionId !== '' && !records.has(transactionId) && !isKnown(transactionId)) {
      records.set(transactionId, { transactionId, code, place: { block: number, transaction } });
    }
  });
  return [...records.values()];
}

function publicWrites(number: number, transactions: readonly ValidatedTransaction[]): HistoryRecord[] {
  return transactions.flatMap(({ code, transaction }, index) =>
    code === 0 && transaction
      ? transaction.sets.flatMap(({ namespace, writes }) =>
          writes.map(({ key }) => ({ namespace, key, place: { block: number, transaction: index } })),
        )
      : [],
  );
}
