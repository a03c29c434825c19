import {
  certificateKey,
  departureKey,
  parcelKey,
  parseReference,
  parseStateKey,
  receptionKey,
  referenceText,
  transmissionOf,
  type ActRecord,
  type CertificateRecord,
  type ParcelRecord,
  type ReceiptRecord,
  type ReceptionRecord,
} from '@origin-ledger/model';
import { keyHashOf } from '../contents/key-hash.js';
import type { Database, Statement } from '../store/database.js';
import { departureIn } from './departure-in.js';
import type { Replica } from './replica.js';
import { WorkTable } from './work-table.js';

/** Where an act stands on the ledger. */
export interface ActPlace {
  readonly transactionId: string;
  readonly block: number;
  /** Orders acts over all blocks. */
  readonly sequence: number;
  /** Ordered more than half an hour behind the latest timestamp before it. */
  readonly late: boolean;
}

/** The tables that lists and histories are read from, kept in step with the replica. */
export class Projections {
  readonly #replica: Replica;
  readonly #act: Statement<never>;
  readonly #certificate: Statement<never>;
  readonly #transmission: Statement<never>;
  readonly #certificateAct: Statement<never>;
  readonly #owe: Statement<never>;
  readonly #received: Statement<never>;
  readonly #work: WorkTable;
  readonly #close: Statement<never>;
  readonly #reopen: Statement<never>;
  readonly #closedWith: Statement<{ readonly other: string }>;

  constructor(database: Database, replica: Replica) {
    this.#replica = replica;
    this.#act = database.prepare('INSERT INTO acts (id, transaction_id, block, late) VALUES (?, ?, ?, ?)');
    this.#certificate = database.prepare(
      'INSERT INTO certificates (name, sequence, member, importing, transmission) VALUES (?, ?, ?, ?, ?)' +
        ' ON CONFLICT (name) DO UPDATE SET transmission = excluded.transmission',
    );
    this.#transmission = database.prepare('UPDATE certificates SET transmission = ? WHERE name = ?');
    this.#certificateAct = database.prepare(
      'INSERT OR IGNORE INTO certificate_acts (name, sequence, act) VALUES (?, ?, ?)',
    );
    this.#owe = database.prepare(
      'INSERT OR IGNORE INTO parcel_copies (key_hash, act, commitment, member, author, name, sequence, state)' +
        ' VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#received = database.prepare(
      "UPDATE parcel_copies SET state = 'RECEIVED' WHERE key_hash = ? AND member = ?",
    );
    this.#work = new WorkTable(database, replica);
    // What who left has delivered may still be confirmed; what it did not confirm itself it never will.
    this.#close = database.prepare(
      "UPDATE parcel_copies SET state = 'CLOSED' WHERE (author = ?1 AND state = 'OWED')" +
        " OR (member = ?1 AND state IN ('OWED', 'DELIVERED'))",
    );
    this.#reopen = database.prepare(
      "UPDATE parcel_copies SET state = 'OWED' WHERE (author = ?1 OR member = ?1) AND state = 'CLOSED'",
    );
    this.#closedWith = database.prepare(
      'SELECT DISTINCT CASE author WHEN ?1 THEN member ELSE author END AS other FROM parcel_copies' +
        " WHERE (author = ?1 OR member = ?1) AND state = 'CLOSED'",
    );
  }

  /** Applies a verified act: its writes to the replica, and what follows from them. */
  apply(act: ActRecord, writes: ReadonlyMap<string, string>, place: ActPlace): void {
    this.#act.run(act.id, place.transactionId, place.block, place.late ? 1 : 0);
    let index = 0;
    let copies = 0;
    for (const [key, text] of writes) this.#replica.put(key, text);
    for (const [key, text] of writes) {
      const [type, first = ''] = parseStateKey(key) ?? [];
      if (type === 'certificate') {
        const record = JSON.parse(text) as CertificateRecord;
        const name = referenceText(record.reference);
        const { member } = record.reference;
        const transmission = this.#transmissionOf(record);
        this.#certificate.run(name, place.sequence + index, member, record.importing, transmission);
        if (record.transmission === 'SENT') this.#work.refresh(record.reference);
        index += 1;
      }
      if (type === 'reception') {
        const { reference } = JSON.parse(text) as ReceptionRecord;
        const record = this.#replica.value<CertificateRecord>(certificateKey(reference));
        if (record !== undefined)
          this.#transmission.run(this.#transmissionOf(record), referenceText(reference));
        this.#work.refresh(reference);
      }
      if (type === 'parcel') {
        const { commitment, author, readers, reference } = JSON.parse(text) as ParcelRecord;
        const keyHash = keyHashOf(key, commitment);
        for (const member of [author, ...readers]) {
          const state = departureIn(this.#replica, member) === undefined ? 'OWED' : 'CLOSED';
          const name = referenceText(reference);
          const sequence = place.sequence + copies;
          this.#owe.run(keyHash, act.id, commitment, member, author, name, sequence, state);
          copies += 1;
        }
      }
      if (type === 'receipt') {
        const { parcel, reader } = JSON.parse(text) as ReceiptRecord;
        const entry = this.#replica.value<ParcelRecord>(parcelKey(parcel));
        if (entry === undefined) continue;
        this.#received.run(keyHashOf(parcelKey(parcel), entry.commitment), reader);
        this.#work.refresh(entry.reference);
      }
      if (type === 'departure') {
        this.#close.run(first);
        this.#work.refreshAllOf(first);
      }
      if (type === 'member') this.#memberEntered(first);
    }
    for (const name of Object.keys(act.previous)) {
      const reference = parseReference(name);
      if (reference === undefined) continue;
      const key = certificateKey(reference);
      if (!writes.has(key) && this.#replica.text(key) === undefined) continue;
      this.#certificateAct.run(name, place.sequence, act.id);
    }
  }

  /** One that has left and comes back enters itself again: what was closed is owed again. */
  #memberEntered(member: string): void {
    if (this.#replica.text(departureKey(member)) === undefined) return;
    const others = this.#closedWith.all(member);
    this.#reopen.run(member);
    // What it shares with another that is still gone stays closed.
    for (const { other } of others)
      if (departureIn(this.#replica, other) !== undefined) this.#close.run(other);
    this.#work.refreshAllOf(member);
  }

  /** Both states' axes say how far it is, whichever of them changed. */
  #transmissionOf(record: CertificateRecord): string {
    const { reference, transmission } = record;
    // Nobody has a reception of what was not sent.
    const reception =
      transmission === 'ISSUED' ? undefined : this.#replica.value<ReceptionRecord>(receptionKey(reference));
    return transmissionOf(record, reception);
  }
}
