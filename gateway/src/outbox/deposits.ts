import {
  certificateKey,
  operations,
  parcelKey,
  parcelName,
  parseStateKey,
  type ActRecord,
  type CertificateRecord,
  OriginError,
  referenceText,
} from '@origin-ledger/model';
import { keyHashOf } from '../contents/key-hash.js';
import type { LedgerPort } from '../ledger/ledger-port.js';
import { backoff } from '../operations/after-refusal.js';
import type { LedgerTransaction } from '../read-model/block-parser.js';
import type { Database, Statement } from '../store/database.js';
import type { VerdictBoard } from './verdict-board.js';

export interface DepositOptions {
  readonly database: Database;
  readonly ledger: LedgerPort;
  readonly verdicts: VerdictBoard;
  readonly member: { readonly code: string; readonly mspId: string; readonly collection: string };
  /** Milliseconds to gather documents after the first is owed. */
  readonly gather: number;
  /** Whether the gateway is busy with requests: contents then wait a little longer. */
  readonly busy: () => boolean;
  readonly report: (event: string, code: string) => void;
}

interface OwedRow {
  readonly name: string;
  readonly commitment: string;
  readonly bytes: string;
}

/** As many as one transaction may deposit. */
const MOST_DOCUMENTS = 500;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_POSTPONED = 5;
const VERDICT_MILLISECONDS = 10_000;
/** What the act that issued the certificate brought to the journal. */
const BROUGHT = 'FROM parcels WHERE commitment = deposits.commitment AND operation = deposits.act';
const HELD = `EXISTS (SELECT 1 ${BROUGHT})`;

/**
 * Puts the contents of issued certificates into the own member's collection, in bulk, by the own peer alone.
 * What is owed is in the store and settled only by a block, so it survives restarts and may be repeated.
 */
export class Deposits {
  readonly #options: DepositOptions;
  readonly #owe: Statement<never>;
  readonly #owed: Statement<OwedRow>;
  readonly #count: Statement<{ readonly count: number }>;
  readonly #missing: Statement<{ readonly count: number }>;
  readonly #settled: Statement<{ readonly act: string }>;
  readonly #settle: Statement<never>;
  readonly #dropParcel: Statement<never>;
  readonly #dropCarried: Statement<never>;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #closed = false;
  #failures = 0;
  #postponed = 0;

  constructor(options: DepositOptions) {
    const { database } = options;
    this.#options = options;
    this.#owe = database.prepare(
      'INSERT OR IGNORE INTO deposits (name, commitment, act, key_hash) VALUES (?, ?, ?, ?)',
    );
    this.#owed = database.prepare(
      `SELECT name, commitment, (SELECT bytes ${BROUGHT}) AS bytes` +
        ` FROM deposits WHERE ${HELD} LIMIT ${MOST_DOCUMENTS}`,
    );
    this.#count = database.prepare('SELECT COUNT(*) AS count FROM deposits');
    this.#missing = database.prepare(`SELECT COUNT(*) AS count FROM deposits WHERE NOT ${HELD}`);
    this.#settled = database.prepare('SELECT act FROM deposits WHERE commitment = ? AND key_hash = ?');
    this.#settle = database.prepare('DELETE FROM deposits WHERE commitment = ? AND key_hash = ?');
    // What a reader is still owed by the same act is kept until it is there too.
    this.#dropParcel = database.prepare(
      'DELETE FROM parcels WHERE commitment = ?1 AND operation = ?2' +
        " AND NOT EXISTS (SELECT 1 FROM parcel_copies WHERE key_hash = ?3 AND state = 'OWED')" +
        ' AND NOT EXISTS (SELECT 1 FROM deposits WHERE commitment = ?1 AND act = ?2)',
    );
    this.#dropCarried = database.prepare(
      'DELETE FROM parcels WHERE operation = ?1 AND NOT EXISTS' +
        ' (SELECT 1 FROM deposits WHERE commitment = parcels.commitment AND act = ?1)',
    );
  }

  get owed(): number {
    return this.#count.get()?.count ?? 0;
  }

  /** Of these, contents that this store has lost, before they came into the own collection. */
  get missing(): number {
    return this.#missing.get()?.count ?? 0;
  }

  /** Inside the block's SQL transaction: what the own member issues, in whichever act, leaves its contents owed. */
  onAct(act: ActRecord, transaction: LedgerTransaction): void {
    if (act.member !== this.#options.member.code) return;
    for (const [key, text] of transaction.writes) {
      if (text === undefined || parseStateKey(key)?.[0] !== 'certificate') continue;
      const record = JSON.parse(text) as CertificateRecord;
      if (record.lastAct !== act.id || act.previous[referenceText(record.reference)]?.length !== 0) continue;
      const { reference, commitment } = record;
      this.#owe.run(
        referenceText(reference),
        commitment,
        act.id,
        keyHashOf(certificateKey(reference), commitment),
      );
    }
    // What travelled with a joint act is in the collections now, or was there before.
    if (operations.get(act.op)?.kind === 'joint') this.#dropCarried.run(act.id);
  }

  /** Inside the block's SQL transaction: contents whose hash stands in the own collection, under their entry, are held. */
  onPrivateWrites({ hashedWrites }: LedgerTransaction): void {
    for (const { collection, keyHash, valueHash } of hashedWrites) {
      if (collection !== this.#options.member.collection || valueHash === undefined) continue;
      const act = this.#settled.get(valueHash, keyHash)?.act;
      if (act === undefined) continue;
      this.#settle.run(valueHash, keyHash);
      this.#dropParcel.run(valueHash, act, keyHashOf(parcelKey(parcelName(act, valueHash)), valueHash));
    }
  }

  /** Something may be owed: begins to gather, unless it does already. */
  wake(): void {
    if (this.#closed || this.#timer !== undefined || this.#working !== undefined) return;
    const { gather } = this.#options;
    const pause = this.#failures === 0 ? gather : backoff(this.#failures, gather, 30_000);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, pause);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  #run(): void {
    if (this.#options.busy() && this.#postponed < MOST_POSTPONED) {
      this.#postponed += 1;
      this.wake();
      return;
    }
    this.#postponed = 0;
    this.#working = this.#deposit()
      .then((more) => {
        this.#failures = 0;
        return more;
      })
      .catch((error: unknown) => {
        this.#failures += 1;
        this.#options.report('deposit', error instanceof OriginError ? error.code : 'INTERNAL');
        return true;
      })
      .then((more) => {
        this.#working = undefined;
        if (more) this.wake();
      });
  }

  /** @returns whether more is owed */
  async #deposit(): Promise<boolean> {
    const { ledger, verdicts, member } = this.#options;
    const names: string[] = [];
    const transient: Record<string, Uint8Array> = {};
    let size = 0;
    for (const { name, commitment, bytes } of this.#owed.all()) {
      const contents = Buffer.from(bytes, 'utf8');
      if (names.length > 0 && size + contents.length > MOST_BYTES) break;
      names.push(name);
      transient[commitment] = contents;
      size += contents.length;
    }
    if (names.length === 0) return false;
    const { transactionId, envelope } = await ledger.endorse({
      transaction: 'certificate:deposit',
      args: [JSON.stringify(names)],
      transient,
      endorsers: [member.mspId],
    });
    const verdict = verdicts.wait(transactionId, VERDICT_MILLISECONDS);
    // An error at sending is no verdict: the block tells, and to deposit twice does no harm.
    await ledger.submit(envelope).catch((error: unknown) => {
      this.#options.report('deposit', error instanceof OriginError ? error.code : 'INTERNAL');
    });
    const settled = await verdict;
    if (settled?.code !== 0)
      throw new OriginError('TRANSACTION_INVALIDATED', { stage: 'commit', transactionId });
    return this.owed > this.missing;
  }
}
