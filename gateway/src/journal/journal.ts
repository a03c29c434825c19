import type { OriginError } from '@origin-ledger/model';
import { type OperationState, type ParsedRequest } from '@origin-ledger/model';
import type { Database, Statement } from '../store/database.js';
import type { WriteGroup } from '../store/write-group.js';

/** One operation as the journal keeps it. */
export interface JournalEntry {
  readonly id: string;
  /** Hex SHA-256 of header and payload of its request. */
  readonly contents: string;
  readonly op: string;
  /** The compact JWS; dropped once the act is on the ledger, which keeps it. */
  readonly request: string | null;
  readonly state: OperationState;
  readonly received_at: string;
  /** Seconds since 1970. */
  readonly expires: number;
  readonly transaction_id: string | null;
  /** Milliseconds since 1970 of the first sending that was not settled at once. */
  readonly submitted_at: number | null;
  readonly block: number | null;
  /** JSON of a {@link StoredProblem}. */
  readonly problem: string | null;
}

/** An operation to go on with, its envelope included. */
export interface OpenEntry extends JournalEntry {
  readonly envelope: Uint8Array | null;
}

/** Why an operation was refused, or what it waits for. */
export interface StoredProblem {
  readonly code: string;
  readonly boxes: readonly string[];
  readonly stage?: string;
  readonly transactionId?: string;
}

export interface ParcelBytes {
  readonly commitment: string;
  readonly text: string;
}

/** How long a gateway keeps an operation for itself without a sign of life, unless told otherwise. */
export const LEASE_MILLISECONDS = 30_000;

const COLUMNS =
  'id, contents, op, request, state, received_at, expires, transaction_id, submitted_at, block, problem';
const OPEN = "state NOT IN ('COMMITTED', 'REJECTED')";

export const storedProblem = (error: OriginError): StoredProblem => ({
  code: error.code,
  boxes: error.boxes,
  ...(error.stage === undefined ? {} : { stage: error.stage }),
  ...(error.transactionId === undefined ? {} : { transactionId: error.transactionId }),
});

/**
 * The durable journal of operations. Every step an operation takes is written before the step that follows
 * from it; nothing leaves a final state, except that a refusal which may pass can be tried anew.
 */
export class Journal {
  readonly #group: WriteGroup;
  readonly #owner: string;
  readonly #lease: number;
  readonly #get: Statement<JournalEntry>;
  readonly #contents: Statement<{ readonly contents: string }>;
  readonly #insert: Statement<never>;
  readonly #insertParcel: Statement<never>;
  readonly #dropParcels: Statement<never>;
  readonly #parcels: Statement<{ readonly commitment: string; readonly bytes: string }>;
  readonly #parcel: Statement<{ readonly bytes: string }>;
  readonly #prepared: Statement<never>;
  readonly #again: Statement<never>;
  readonly #progress: Statement<never>;
  readonly #waits: Statement<never>;
  readonly #rejected: Statement<never>;
  readonly #committed: Statement<never>;
  readonly #counts: Statement<{ readonly state: string; readonly count: number }>;
  readonly #take: Statement<never>;
  readonly #taken: Statement<OpenEntry>;
  readonly #renew: Statement<never>;

  /** @param lease milliseconds */
  constructor(database: Database, group: WriteGroup, owner: string, lease = LEASE_MILLISECONDS) {
    this.#group = group;
    this.#owner = owner;
    this.#lease = lease;
    this.#get = database.prepare(`SELECT ${COLUMNS} FROM operations WHERE id = ?`);
    this.#contents = database.prepare('SELECT contents FROM operations WHERE id = ?');
    this.#insert = database.prepare(
      'INSERT INTO operations (id, contents, op, request, state, received_at, expires, lease_owner, lease_until)' +
        " VALUES (?, ?, ?, ?, 'RECEIVED', ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET" +
        " state = 'RECEIVED', problem = NULL, transaction_id = NULL, envelope = NULL, submitted_at = NULL," +
        ' request = excluded.request, lease_owner = excluded.lease_owner, lease_until = excluded.lease_until' +
        " WHERE state = 'REJECTED' AND contents = excluded.contents",
    );
    this.#insertParcel = database.prepare(
      'INSERT OR IGNORE INTO parcels (commitment, operation, bytes) VALUES (?, ?, ?)',
    );
    this.#dropParcels = database.prepare('DELETE FROM parcels WHERE operation = ?');
    this.#parcels = database.prepare('SELECT commitment, bytes FROM parcels WHERE operation = ?');
    this.#parcel = database.prepare('SELECT bytes FROM parcels WHERE operation = ? AND commitment = ?');
    this.#prepared = database.prepare(
      "UPDATE operations SET state = 'PREPARED', transaction_id = ?, envelope = ?, problem = NULL, submitted_at = NULL" +
        ` WHERE id = ? AND ${OPEN}`,
    );
    this.#again = database.prepare(
      "UPDATE operations SET state = 'RECEIVED', transaction_id = NULL, envelope = NULL, submitted_at = NULL" +
        ` WHERE id = ? AND ${OPEN}`,
    );
    this.#progress = database.prepare(
      `UPDATE operations SET state = ?, problem = ?, submitted_at = COALESCE(submitted_at, ?) WHERE id = ? AND ${OPEN}`,
    );
    this.#waits = database.prepare(`UPDATE operations SET problem = ? WHERE id = ? AND ${OPEN}`);
    this.#rejected = database.prepare(
      `UPDATE operations SET state = 'REJECTED', problem = ?, envelope = NULL, request = NULL WHERE id = ? AND ${OPEN}`,
    );
    this.#committed = database.prepare(
      "UPDATE operations SET state = 'COMMITTED', transaction_id = ?, block = ?, problem = NULL, envelope = NULL," +
        " request = NULL WHERE id = ? AND state <> 'COMMITTED'",
    );
    this.#counts = database.prepare('SELECT state, COUNT(*) AS count FROM operations GROUP BY state');
    this.#take = database.prepare(
      `UPDATE operations SET lease_owner = ?, lease_until = ? WHERE ${OPEN} AND (lease_until < ? OR lease_owner = ?)`,
    );
    this.#taken = database.prepare(
      `SELECT ${COLUMNS}, envelope FROM operations WHERE ${OPEN} AND lease_owner = ?`,
    );
    this.#renew = database.prepare(`UPDATE operations SET lease_until = ? WHERE ${OPEN} AND lease_owner = ?`);
  }

  entry(id: string): JournalEntry | undefined {
    return this.#get.get(id);
  }

  /**
   * Writes a new operation with its parcels; resolves when both are on the disk.
   * @param alongside what is written in the same SQL transaction; what it throws undoes the whole
   * @returns false when another gateway of the same store was quicker
   */
  async receive(
    request: ParsedRequest,
    parcels: readonly ParcelBytes[],
    now: number,
    alongside?: () => void,
  ): Promise<boolean> {
    let inserted = 0;
    await this.#group.write(() => {
      inserted = this.#insert.run(
        request.actId,
        request.contents,
        request.claims.op,
        request.jws,
        new Date(now).toISOString(),
        request.claims.exp,
        this.#owner,
        now + this.#lease,
      );
      if (inserted === 0) return;
      for (const { commitment, text } of parcels) this.#insertParcel.run(commitment, request.actId, text);
      alongside?.();
    });
    return inserted > 0;
  }

  /** The signed envelope is on the disk before it is sent: after a crash the same one is sent again. */
  prepared(id: string, transactionId: string, envelope: Uint8Array): Promise<void> {
    return this.#group.write(() => this.#prepared.run(transactionId, envelope, id));
  }

  /** The ledger has invalidated the envelope for good: a new proposal may be made. */
  again(id: string): Promise<void> {
    return this.#group.write(() => this.#again.run(id));
  }

  progress(
    id: string,
    state: 'SUBMITTED' | 'UNKNOWN',
    problem: StoredProblem | null,
    now: number,
  ): Promise<void> {
    return this.#group.write(() => this.#progress.run(state, textOf(problem), now, id));
  }

  waits(id: string, problem: StoredProblem | null): Promise<void> {
    return this.#group.write(() => this.#waits.run(textOf(problem), id));
  }

  reject(id: string, problem: StoredProblem): Promise<void> {
    return this.#group.write(() => {
      this.#rejected.run(textOf(problem), id);
      this.#dropParcels.run(id);
    });
  }

  /** The act is on the ledger by another way than this gateway saw. */
  committed(id: string, transactionId: string, block: number): Promise<void> {
    return this.#group.write(() => this.#committed.run(transactionId, block, id));
  }

  /** What an open or final operation was asked for, to compare with the act in a block. */
  contentsOf(id: string): string | undefined {
    return this.#contents.get(id)?.contents;
  }

  /** Inside the SQL transaction of the block that carries the act. */
  committedInBlock(id: string, transactionId: string, block: number): void {
    this.#committed.run(transactionId, block, id);
  }

  /** Inside the SQL transaction of the block that carries the act. */
  rejectedInBlock(id: string, problem: StoredProblem): void {
    this.#rejected.run(textOf(problem), id);
    this.#dropParcels.run(id);
  }

  parcelsOf(id: string): ParcelBytes[] {
    return this.#parcels.all(id).map(({ commitment, bytes }) => ({ commitment, text: bytes }));
  }

  /** Bytes that this operation brought under a commitment; another's under the same one are not its. */
  parcel(operation: string, commitment: string): string | undefined {
    return this.#parcel.get(operation, commitment)?.bytes;
  }

  /** How many operations stand in each state. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts.all().map(({ state, count }) => [state, count]));
  }

  /** Takes over every open operation that nobody else works on, one's own of an earlier life included. */
  takeOver(now: number): OpenEntry[] {
    this.#take.run(this.#owner, now + this.#lease, now, this.#owner);
    return this.#taken.all(this.#owner);
  }

  renewLeases(now: number): Promise<void> {
    return this.#group.write(() => this.#renew.run(now + this.#lease, this.#owner));
  }
}

const textOf = (problem: StoredProblem | null): string | null =>
  problem === null ? null : JSON.stringify(problem);
