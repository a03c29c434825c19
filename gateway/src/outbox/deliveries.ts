import { collectionOf, OriginError, parcelName, parseStateKey, type ActRecord } from '@origin-ledger/model';
import type { LedgerPort } from '../ledger/ledger-port.js';
import { backoff } from '../operations/after-refusal.js';
import type { LedgerTransaction } from '../read-model/block-parser.js';
import type { Database, Statement } from '../store/database.js';
import type { VerdictBoard } from './verdict-board.js';

export interface DeliveriesOptions {
  readonly database: Database;
  readonly ledger: LedgerPort;
  readonly verdicts: VerdictBoard;
  readonly member: { readonly code: string };
  readonly members: readonly { readonly code: string; readonly mspId: string }[];
  /** Milliseconds to gather parcels after the first is owed. */
  readonly gather: number;
  /** Told whenever something may be owed: its bytes may have to be looked for first. */
  readonly lookFor: () => void;
  readonly report: (event: string, code: string) => void;
}

/** What is under way to one member: whoever is down keeps nobody else waiting. */
interface Lane {
  timer: NodeJS.Timeout | undefined;
  working: Promise<void> | undefined;
  failures: number;
}

interface OwedRow {
  readonly act: string;
  readonly commitment: string;
  readonly bytes: string;
}

/** As many as one transaction may deliver. */
const MOST_PARCELS = 500;
const MOST_BYTES = 4 * 1024 * 1024;
const VERDICT_MILLISECONDS = 10_000;

/**
 * Puts the parcels that own acts owe into the author's and each reader's collection, by the peer of whom they go
 * to, in bulk. What is owed follows from the blocks and is settled only by a block, so it survives restarts and may
 * be repeated; the journal keeps the bytes until everybody has them.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #memberOf: ReadonlyMap<string, string>;
  readonly #waiting: Statement<{ readonly member: string }>;
  readonly #owed: Statement<OwedRow>;
  readonly #count: Statement<{ readonly count: number }>;
  readonly #outstanding: Statement<{ readonly act: string }>;
  readonly #delivered: Statement<never>;
  readonly #drop: Statement<never>;
  #closed = false;
  /** An act of the blocks just applied left something owed. */
  #fresh = false;

  constructor(options: DeliveriesOptions) {
    const { database, members } = options;
    this.#options = options;
    this.#memberOf = new Map(members.map(({ code }) => [collectionOf(code), code]));
    // Nothing but what the act itself brought, whoever else committed to the same.
    const brought =
      'FROM parcels WHERE commitment = parcel_copies.commitment AND operation = parcel_copies.act';
    const from = `FROM parcel_copies WHERE author = ?1 AND state = 'OWED' AND EXISTS (SELECT 1 ${brought})`;
    this.#waiting = database.prepare(`SELECT DISTINCT member ${from}`);
    this.#owed = database.prepare(
      `SELECT act, commitment, (SELECT bytes ${brought}) AS bytes ${from} AND member = ?2 LIMIT ${MOST_PARCELS}`,
    );
    this.#count = database.prepare(
      "SELECT COUNT(*) AS count FROM parcel_copies WHERE author = ? AND state = 'OWED'",
    );
    this.#outstanding = database.prepare(
      "SELECT act FROM parcel_copies WHERE key_hash = ? AND member = ? AND commitment = ? AND state = 'OWED'",
    );
    this.#delivered = database.prepare(
      "UPDATE parcel_copies SET state = 'DELIVERED' WHERE key_hash = ? AND member = ?",
    );
    this.#drop = database.prepare(
      'DELETE FROM parcels WHERE commitment = ?1 AND operation = ?2' +
        " AND NOT EXISTS (SELECT 1 FROM parcel_copies WHERE key_hash = ?3 AND state = 'OWED')" +
        ' AND NOT EXISTS (SELECT 1 FROM deposits WHERE commitment = ?1 AND act = ?2)',
    );
  }

  /** Copies that own acts owe, to whomever. */
  get owed(): number {
    return this.#count.get(this.#options.member.code)?.count ?? 0;
  }

  /** Inside the block's SQL transaction: an act of the own member may owe parcels, another's return may. */
  onAct(act: ActRecord, { writes }: LedgerTransaction): void {
    // A member that enters itself again is owed again what its departure had closed.
    const owing = act.member === this.#options.member.code ? ['parcel', 'member'] : ['member'];
    if ([...writes.keys()].some((key) => owing.includes(parseStateKey(key)?.[0] ?? ''))) this.#fresh = true;
  }

  /** The blocks are durable. */
  settled(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.wake();
  }

  /** Inside the block's SQL transaction: what stands in a member's collection under its own entry is delivered to it. */
  onPrivateWrites({ hashedWrites }: LedgerTransaction): void {
    for (const { collection, keyHash, valueHash } of hashedWrites) {
      const member = this.#memberOf.get(collection);
      if (member === undefined || valueHash === undefined) continue;
      const act = this.#outstanding.get(keyHash, member, valueHash)?.act;
      if (act === undefined) continue;
      this.#delivered.run(keyHash, member);
      this.#drop.run(valueHash, act, keyHash);
    }
  }

  /** Something may be owed: begins to gather for each member that waits, unless it does already. */
  wake(): void {
    if (this.#closed) return;
    for (const { member } of this.#waiting.all(this.#options.member.code)) this.#plan(member);
    this.#options.lookFor();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { timer } of this.#lanes.values()) clearTimeout(timer);
    for (const { working } of this.#lanes.values()) await working;
  }

  #plan(member: string): void {
    let lane = this.#lanes.get(member);
    if (lane === undefined) {
      lane = { timer: undefined, working: undefined, failures: 0 };
      this.#lanes.set(member, lane);
    }
    if (this.#closed || lane.timer !== undefined || lane.working !== undefined) return;
    const { gather } = this.#options;
    const known = lane;
    lane.timer = setTimeout(
      () => {
        known.timer = undefined;
        known.working = this.#run(member, known);
      },
      lane.failures === 0 ? gather : backoff(lane.failures, gather, 30_000),
    );
  }

  async #run(member: string, lane: Lane): Promise<void> {
    let more = true;
    try {
      more = await this.#deliver(member);
      lane.failures = 0;
    } catch (error) {
      lane.failures += 1;
      this.#options.report('delivery', error instanceof OriginError ? error.code : 'INTERNAL');
    }
    lane.working = undefined;
    if (more) this.#plan(member);
  }

  /** @returns whether more is owed to this member */
  async #deliver(member: string): Promise<boolean> {
    const { ledger, verdicts, members, report } = this.#options;
    const mspId = members.find(({ code }) => code === member)?.mspId;
    if (mspId === undefined) throw new OriginError('MEMBER_UNKNOWN', { stage: 'endorse' });
    const owed = this.#owed.all(this.#options.member.code, member);
    const transient: Record<string, Uint8Array> = {};
    let size = 0;
    const parcels: string[] = [];
    for (const { act, commitment, bytes } of owed) {
      const contents = Buffer.from(bytes, 'utf8');
      if (size > 0 && size + contents.length > MOST_BYTES) break;
      parcels.push(parcelName(act, commitment));
      transient[commitment] = contents;
      size += contents.length;
    }
    if (parcels.length === 0) return false;
    const { transactionId, envelope } = await ledger.endorse({
      transaction: 'parcel:deliver',
      args: [JSON.stringify(parcels), member],
      transient,
      endorsers: [mspId],
    });
    const verdict = verdicts.wait(transactionId, VERDICT_MILLISECONDS);
    // An error at sending is no verdict: the block tells, and to deliver twice does no harm.
    await ledger.submit(envelope).catch((error: unknown) => {
      report('delivery', error instanceof OriginError ? error.code : 'INTERNAL');
    });
    const settled = await verdict;
    if (settled?.code !== 0)
      throw new OriginError('TRANSACTION_INVALIDATED', { stage: 'commit', transactionId });
    return parcels.length < owed.length || owed.length === MOST_PARCELS;
  }
}
