import type { ActRecord, StateKey, VerifiedRequests } from '@origin-ledger/model';
import type { Database, Statement } from '../store/database.js';
import type { LedgerTransaction, ParsedBlock } from './block-parser.js';
import { judge, type Judgement } from './judge.js';
import type { Position, PositionStore } from './position.js';
import { Projections } from './projections.js';
import type { Replica } from './replica.js';

/** An act this late behind the latest timestamp before it is marked: its envelope may have been held back. */
const LATE_MILLISECONDS = 30 * 60 * 1000;
/** More acts than a block can hold, so that sequences keep the order of the ledger. */
const PLACES_PER_BLOCK = 1_000_000;
/** Certificates one act can issue. */
const STEPS_PER_TRANSACTION = 500;
/** Without two, a timestamp is one member's word. */
const ENDORSERS_OF_A_TIME = 2;
/** As long as a transaction's id, and longer than any name of a member. */
const MOST_NOTED = 64;

/** What others in the gateway do in the same SQL transaction as a block, and what they do once it is durable. */
export interface BlockObserver {
  /** A verified act, inside the SQL transaction. */
  onAct(act: ActRecord, transaction: LedgerTransaction, block: number): void;
  /** Hashes of private values written by a valid transaction, inside the SQL transaction. */
  onPrivateWrites(transaction: LedgerTransaction): void;
  /** Every transaction of our contract, valid or not, once the blocks are durable. */
  onSettled(transaction: LedgerTransaction, block: number): void;
  /** Another gateway of the same store applied blocks: what was remembered of the store may be out of date. */
  onAppliedElsewhere(): void;
}

interface Judged {
  readonly block: ParsedBlock;
  readonly transaction: LedgerTransaction;
  readonly judgement: Judgement;
  readonly late: boolean;
}

export interface ApplyOptions {
  readonly database: Database;
  readonly replica: Replica;
  readonly position: PositionStore;
  readonly observer: BlockObserver;
  readonly verified: VerifiedRequests;
}

/** Verifies and applies blocks, each once: what they did and the position are one SQL transaction. */
export class BlockApplier {
  readonly #options: ApplyOptions;
  readonly #projections: Projections;
  readonly #aside: Statement<never>;
  /** The last block of which this gateway's own operations were told, whoever applied it. */
  #told: number;

  constructor(options: ApplyOptions) {
    this.#options = options;
    this.#told = options.position.current.block;
    this.#projections = new Projections(options.database, options.replica);
    this.#aside = options.database.prepare(
      'INSERT INTO set_aside (block, place, transaction_id, creator, reason) VALUES (?, ?, ?, ?, ?)',
    );
  }

  /**
   * Applies blocks that follow one another and the position. Where gateways share a store, the first one
   * applies a block; the others tell their operations of it.
   * @throws OriginError STORAGE_FULL; nothing is applied then
   */
  async apply(blocks: readonly ParsedBlock[]): Promise<void> {
    const { position, observer } = this.#options;
    const told = this.#told;
    let applied: number;
    do {
      position.refresh();
      applied = position.current.block;
      // Before anything is judged over what is remembered.
      if (applied > told) observer.onAppliedElsewhere();
      // Judged over a state that another gateway has changed meanwhile: once more, from where it came to.
    } while (!(await this.#applyAfter(applied, blocks)));
    position.refresh();
    this.#told = Math.max(told, blocks.at(-1)?.number ?? told);
    for (const block of blocks) {
      if (block.number <= told) continue;
      for (const transaction of block.transactions) observer.onSettled(transaction, block.number);
    }
  }

  /** @returns false, and nothing is applied, when the position is no longer `applied` */
  async #applyAfter(applied: number, blocks: readonly ParsedBlock[]): Promise<boolean> {
    const { database, position } = this.#options;
    const fresh = blocks.filter(({ number }) => number > applied);
    const last = fresh.at(-1);
    if (last === undefined) return true;
    if (fresh[0]?.number !== applied + 1) throw new Error('a block is missing');
    const { judged, latest, at } = await this.#judge(fresh);
    // Whatever a loss of power undoes of it, position included, the blocks bring again.
    return database.patiently(() =>
      database.repeatable(() => {
        position.refresh();
        if (position.current.block !== applied) return false;
        for (const item of judged) this.#write(item);
        position.write({ block: last.number, hash: last.hash, at, latest });
        return true;
      }),
    );
  }

  async #judge(
    blocks: readonly ParsedBlock[],
  ): Promise<{ judged: Judged[]; latest: number; at: string | undefined }> {
    const { replica, position, verified } = this.#options;
    let { latest, at }: Position = position.current;
    // What these blocks have written so far, over the replica.
    const written = new Map<StateKey, string>();
    const read = (keys: readonly StateKey[]): Promise<ReadonlyMap<StateKey, unknown>> => {
      const values = new Map<StateKey, unknown>();
      for (const key of keys) {
        const text = written.get(key);
        const value: unknown = text === undefined ? replica.value(key) : JSON.parse(text);
        if (value !== undefined) values.set(key, value);
      }
      return Promise.resolve(values);
    };
    const judged: Judged[] = [];
    for (const block of blocks) {
      for (const transaction of block.transactions) {
        if (transaction.code !== 0) continue;
        const judgement = await judge(transaction, read, verified);
        if (judgement.kind === 'act') {
          for (const [key, text] of judgement.writes) written.set(key, text);
        }
        judged.push({
          block,
          transaction,
          judgement,
          late: transaction.timestamp < latest - LATE_MILLISECONDS,
        });
        if (transaction.timestamp > latest && tellsTheTime(judgement, transaction)) {
          latest = transaction.timestamp;
          at = new Date(latest).toISOString();
        }
      }
    }
    return { judged, latest, at };
  }

  #write({ block, transaction, judgement, late }: Judged): void {
    const { observer } = this.#options;
    const { transactionId, place } = transaction;
    if (judgement.kind === 'set-aside') {
      const creator = noted(transaction.creator.mspId);
      this.#aside.run(block.number, place, noted(transactionId), creator, judgement.reason);
      return;
    }
    if (judgement.kind === 'act') {
      const sequence = block.number * PLACES_PER_BLOCK + place * STEPS_PER_TRANSACTION;
      this.#projections.apply(judgement.act, judgement.writes, {
        transactionId,
        block: block.number,
        sequence,
        late,
      });
      observer.onAct(judgement.act, transaction, block.number);
    }
    if (judgement.kind !== 'nothing' && transaction.hashedWrites.length > 0)
      observer.onPrivateWrites(transaction);
  }
}

/**
 * Whether a transaction's timestamp moves the clock of the read model: that of a verified act, within the life of its
 * request, which a peer of another member endorsed within minutes of its own clock. A deposit is one member's word, and
 * a withdrawal is bound by no request's life.
 */
const tellsTheTime = (judgement: Judgement, { endorsers }: LedgerTransaction): boolean =>
  judgement.kind === 'act' && judgement.act.outcome === 'DONE' && endorsers.size >= ENDORSERS_OF_A_TIME;

/** What is written down of a text that anybody may have chosen. */
const noted = (text: string): string => text.slice(0, MOST_NOTED).replaceAll(/[^\x20-\x7e]/g, '?');
