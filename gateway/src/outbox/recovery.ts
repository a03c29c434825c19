import { commitmentOf, OriginError, parcelName } from '@origin-ledger/model';
import type { LedgerPort } from '../ledger/ledger-port.js';
import { backoff } from '../operations/after-refusal.js';
import type { Database, Statement } from '../store/database.js';

export interface RecoveryOptions {
  readonly database: Database;
  readonly ledger: Pick<LedgerPort, 'evaluate'>;
  readonly member: { readonly code: string };
  /** Milliseconds until it looks for the first time: what is owed the usual way is delivered by then. */
  readonly patience: number;
  /** Something was found: it can be delivered. */
  readonly found: () => void;
  readonly report: (event: string, code: string) => void;
}

const MOST_AT_ONCE = 500;
const LONGEST_PAUSE = 60_000;

interface LostRow {
  readonly act: string;
  readonly commitment: string;
  readonly key_hash: string;
}

/**
 * Looks for the contents of parcels that own acts owe and this store has lost: a gateway whose database is gone builds
 * its read model again from the blocks, knows from them what is owed, and reads the bytes back from the own peer's
 * collection. What is not there either is listed as missing, and looked for again from time to time.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #missing = new Set<string>();
  readonly #without: Statement<LostRow>;
  readonly #keep: Statement<never>;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #rounds = 0;
  #closed = false;

  constructor(options: RecoveryOptions) {
    const { database } = options;
    this.#options = options;
    this.#without = database.prepare(
      'SELECT DISTINCT act, commitment, key_hash FROM parcel_copies' +
        " WHERE author = ?1 AND state = 'OWED' AND key_hash > ?2 AND NOT EXISTS (SELECT 1 FROM parcels" +
        ' WHERE commitment = parcel_copies.commitment AND operation = parcel_copies.act)' +
        ` ORDER BY key_hash LIMIT ${MOST_AT_ONCE}`,
    );
    this.#keep = database.prepare(
      'INSERT OR IGNORE INTO parcels (commitment, operation, bytes) VALUES (?, ?, ?)',
    );
  }

  /** Owed parcels that are neither in this store nor in the own collection. */
  get missing(): number {
    return this.#missing.size;
  }

  isMissing(parcel: string): boolean {
    return this.#missing.has(parcel);
  }

  /** Something may be owed that is not here: begins to wait for it, unless it does already. */
  wake(): void {
    if (this.#closed || this.#timer !== undefined || this.#working !== undefined) return;
    const { member, patience } = this.#options;
    if (this.#without.get(member.code, '') === undefined) {
      this.#missing.clear();
      this.#rounds = 0;
      return;
    }
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#rounds += 1;
        this.#working = this.#look()
          .catch((error: unknown) => {
            this.#options.report('recovery', error instanceof OriginError ? error.code : 'INTERNAL');
          })
          .then(() => {
            this.#working = undefined;
            this.wake();
          });
      },
      this.#rounds === 0 ? patience : backoff(this.#rounds, patience, LONGEST_PAUSE),
    );
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  /** @throws OriginError when the own peer cannot be asked */
  async #look(): Promise<void> {
    const missing = new Set<string>();
    let found = false;
    let last = '';
    for (;;) {
      const page = this.#without.all(this.#options.member.code, last);
      for (const row of page) {
        if (this.#closed) return;
        if (await this.#readBack(row)) found = true;
        else missing.add(parcelName(row.act, row.commitment));
        last = row.key_hash;
      }
      if (page.length < MOST_AT_ONCE) break;
    }
    this.#missing.clear();
    for (const parcel of missing) this.#missing.add(parcel);
    if (found) this.#options.found();
  }

  /** @returns whether the own collection held it */
  async #readBack({ act, commitment }: LostRow): Promise<boolean> {
    try {
      const bytes = await this.#options.ledger.evaluate('parcel:read', [parcelName(act, commitment)]);
      if (commitmentOf(bytes) !== commitment) return false;
      const text = Buffer.from(bytes).toString('utf8');
      // As if the act had brought it here just now.
      await this.#options.database.patiently(() => this.#keep.run(commitment, act, text));
      return true;
    } catch (error) {
      if (error instanceof OriginError && error.code === 'PARCEL_NOT_HELD') return false;
      throw error;
    }
  }
}
