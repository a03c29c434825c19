import type { ContractDefinition } from '../../seam.js';
import type { LedgerView } from '../state/ledger-view.js';
import type { MemberStore } from './member-store.js';
import { privateBlock } from './private-commit.js';
import type { UpdateBatch } from '../state/update-batch.js';
import type { ValidatedTransaction } from '../commit/validator.js';

/** Fabric's `transientstoreMaxBlockRetention`: endorsed so many blocks ago and never ordered. */
const TRANSIENT_RETENTION_BLOCKS = 1000;

interface MembersDataOptions {
  /** By MSP id. Grows when a member joins. */
  readonly members: ReadonlyMap<string, MemberStore>;
  readonly definition: (contract: string) => ContractDefinition | undefined;
  readonly failed: (error: Error) => void;
}

/** What each block brings to each member's own stores, and what it takes out of them. */
export class MembersData {
  readonly #options: MembersDataOptions;
  /** Whether values were purged, or have expired, in the block at hand. */
  #forgot = false;
  #forgetting: Promise<void> = Promise.resolve();

  constructor(options: MembersDataOptions) {
    this.#options = options;
  }

  /** Stores a block's private writes at every member that keeps them, and drops what ends with it. */
  async store(
    number: number,
    transactions: readonly ValidatedTransaction[],
    updates: UpdateBatch,
    view: LedgerView,
  ): Promise<void> {
    await Promise.all(
      [...this.#options.members.values()].map(async (member) => {
        await this.#storeAt(member, number, transactions, updates, view);
        this.#forgot = (await member.privates.expire(number)) || this.#forgot;
      }),
    );
  }

  /**
   * Drops what endorsers kept for the transactions of a block, and what was never ordered.
   * @param unread resolves when nobody reads earlier blocks' views; what was forgotten then leaves the files too
   */
  async purge(
    number: number,
    transactions: readonly ValidatedTransaction[],
    unread: () => Promise<unknown>,
  ): Promise<void> {
    const done = transactions.map(({ transactionId }) => transactionId);
    await Promise.all(
      [...this.#options.members.values()].map(({ transients }) =>
        transients.purge(done, number - TRANSIENT_RETENTION_BLOCKS),
      ),
    );
    if (this.#forgot) {
      this.#forgot = false;
      this.#forgetting = this.#forgetting.then(() => this.#compact(unread)).catch(this.#options.failed);
    }
  }

  /** Resolves when what was forgotten has left the files. */
  close(): Promise<void> {
    return this.#forgetting;
  }

  async #storeAt(
    { signer, privates }: MemberStore,
    number: number,
    transactions: readonly ValidatedTransaction[],
    updates: UpdateBatch,
    { privates: views }: LedgerView,
  ): Promise<void> {
    const view = views.get(signer.mspId);
    if (!view || !transactions.some(({ transaction }) => hasPrivateWrites(transaction))) {
      return;
    }
    const bringing = privateBlock(transactions, {
      mspId: signer.mspId,
      block: number,
      definition: this.#options.definition,
      sources: (id) => this.#sources(signer.mspId, id),
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
  *#sources(mspId: string, transactionId: string) {
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

  /** Takes what was forgotten out of the files, of all members: every endorser had a copy until its block came. */
  async #compact(unread: () => Promise<unknown>): Promise<void> {
    // Nobody waits for it: who still reads may take as long as a contract may.
    await unread();
    for (const { privates, transients } of this.#options.members.values()) {
      await privates.compact();
      await transients.compact();
    }
  }
}

function hasPrivateWrites(transaction: ValidatedTransaction['transaction']): boolean {
  return (
    transaction?.sets.some((set) => set.collections.some((each) => each.privateHash.length > 0)) ?? false
  );
}
