import type { common } from '@hyperledger/fabric-protos';
import { membersPolicy } from '../../../contract/definition-messages.js';
import type { ContractDefinition } from '../../seam.js';
import { firstVerdicts, publicWrites } from './block-records.js';
import { expiringBlock } from '../private/expiry.js';
import { LedgerView } from '../state/ledger-view.js';
import { LIFECYCLE } from '../lifecycle/lifecycle-keys.js';
import { readDefinitions } from '../lifecycle/lifecycle.js';
import type { MemberStore } from '../private/member-store.js';
import { MembersData } from '../private/members-data.js';
import type { StateStore, TransactionRecord } from '../state/state-store.js';
import type { UpdateBatch } from '../state/update-batch.js';
import type { ValidatedTransaction } from './validator.js';

interface CommittedStateOptions {
  readonly state: StateStore;
  /** By MSP id. */
  readonly members: Map<string, MemberStore>;
  /** Told when a view cannot be let go, or the files cannot be tidied. */
  readonly failed: (error: unknown) => void;
}

/** A block judged: what it does to the state. */
export interface JudgedBlock {
  readonly number: number;
  /** Of its header. */
  readonly hash: Uint8Array;
  readonly transactions: readonly ValidatedTransaction[];
  readonly updates: UpdateBatch;
}

/** What stands after the last block: the state of all, each member's private data, the contracts' definitions. */
export class CommittedState {
  readonly #options: CommittedStateOptions;
  readonly #data: MembersData;
  #lifecyclePolicy: common.SignaturePolicyEnvelope = membersPolicy([], 1);
  #view: LedgerView;
  #definitions: ReadonlyMap<string, ContractDefinition> = new Map();
  /** Resolves when nobody reads the views of earlier blocks. */
  #shownBefore: Promise<unknown> = Promise.resolve();

  private constructor(options: CommittedStateOptions) {
    this.#options = options;
    const { members, failed } = options;
    this.#data = new MembersData({ members, failed, definition: (contract) => this.definition(contract) });
    this.#view = this.#newView();
  }

  static async open(options: CommittedStateOptions): Promise<CommittedState> {
    const opened = new CommittedState(options);
    opened.#definitions = await readDefinitions(opened.#view.state);
    return opened;
  }

  /** What simulations read from now on. */
  get view(): LedgerView {
    return this.#view;
  }

  get definitions(): ReadonlyMap<string, ContractDefinition> {
    return this.#definitions;
  }

  /** The members whose majority decides on definitions (Fabric's `LifecycleEndorsement`). */
  set deciding(mspIds: readonly string[]) {
    this.#lifecyclePolicy = membersPolicy(mspIds, Math.floor(mspIds.length / 2) + 1);
  }

  definition(contract: string): ContractDefinition | undefined {
    if (contract === LIFECYCLE) {
      return {
        name: LIFECYCLE,
        version: '',
        sequence: 0,
        initRequired: false,
        endorsementPolicy: this.#lifecyclePolicy,
        collections: [],
      };
    }
    return this.#definitions.get(contract);
  }

  /** Whether a transaction of this id stands in a block. */
  isKnown(transactionId: string): boolean {
    return this.#options.state.transaction(transactionId) !== undefined;
  }

  addMember(member: MemberStore): void {
    this.#options.members.set(member.signer.mspId, member);
    this.#showNext();
  }

  /** Private data first: the savepoint of the state then stands for both. @returns the verdicts it brought. */
  async store({ number, hash, transactions, updates }: JudgedBlock): Promise<readonly TransactionRecord[]> {
    await this.#data.store(number, transactions, updates, this.#view);
    const records = firstVerdicts(number, transactions, (id) => this.isKnown(id));
    await this.#options.state.commit(
      number,
      hash,
      updates,
      records,
      publicWrites(number, transactions),
      (namespace, collection) => expiringBlock(number, this.definition(namespace), collection),
    );
    this.#showNext();
    if (updates.publicUpdates.has(LIFECYCLE)) {
      this.#definitions = await readDefinitions(this.#view.state);
    }
    return records;
  }

  /** Lets go of what endorsers kept until a block came. */
  purge({ number, transactions }: JudgedBlock): Promise<void> {
    return this.#data.purge(number, transactions, () => this.#shownBefore);
  }

  /** Lets go of the state. */
  async close(): Promise<void> {
    this.#view.release();
    await this.#data.close();
  }

  #showNext(): void {
    const before = this.#view;
    this.#view = this.#newView();
    before.release();
    this.#shownBefore = Promise.all([this.#shownBefore, before.freed]);
  }

  #newView(): LedgerView {
    const { state, members, failed } = this.#options;
    const privates = new Map([...members].map(([mspId, member]) => [mspId, member.privates.view()]));
    return new LedgerView(state.view(), privates, failed);
  }
}
