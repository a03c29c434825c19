import {
  errorRegistry,
  maySeeContents,
  OriginError,
  parcelKey,
  parcelName,
  receiptKey,
  receptionKey,
  referenceText,
  type CertificateReference,
  type KeyRecord,
  type ParcelRecord,
  type ParcelView,
  type ReceiptRecord,
  type ReceptionRecord,
} from '@origin-ledger/model';
import { balanceOn, heldText, parcelOn, type RecordedContents } from '../contents/held-contents.js';
import type { Journal } from '../journal/journal.js';
import type { LedgerPort } from '../ledger/ledger-port.js';
import type { Recovery } from '../outbox/recovery.js';
import { departureIn } from '../read-model/departure-in.js';
import type { Replica } from '../read-model/replica.js';
import type { Database, Statement } from '../store/database.js';
import type { WriteGroup } from '../store/write-group.js';
import { pageOf, readCursor } from './cursor.js';

export interface ParcelsOptions {
  readonly database: Database;
  readonly group: WriteGroup;
  readonly journal: Journal;
  readonly ledger: LedgerPort;
  readonly replica: Replica;
  readonly member: string;
  /** Which owed contents are nowhere to be found here. */
  readonly recovery: Pick<Recovery, 'isMissing'>;
}

export interface ParcelListOptions {
  /** Of own acts, or for the own member to read. */
  readonly direction: 'author' | 'reader';
  readonly state?: ParcelView['state'];
  readonly cursor?: string;
  readonly limit: number;
}

/** Contents as the exact text that was committed to. */
export interface ParcelContents {
  readonly name: string;
  readonly commitment: string;
  readonly document: string;
}

/** In words: owed, and neither in the store nor in the own collection. */
const { title, remedy } = errorRegistry.PARCEL_LOST;
const MISSING: NonNullable<ParcelView['problem']> = { code: 'PARCEL_LOST', title, remedy };

/** A parcel on its way to one member. */
export interface ParcelCopy {
  readonly act: string;
  readonly commitment: string;
  readonly member: string;
  readonly state: ParcelView['state'];
}

interface CopyRow extends ParcelCopy {
  readonly sequence: number;
}

/** What acts owe to their readers: listed from the read model, read by author and readers only. */
export class Parcels {
  readonly #options: ParcelsOptions;
  readonly #lists: Readonly<Record<ParcelListOptions['direction'], Statement<CopyRow>>>;
  readonly #log: Statement<never>;
  readonly #unconfirmed: Statement<{ readonly count: number }>;

  constructor(options: ParcelsOptions) {
    const { database } = options;
    this.#options = options;
    const list = (whose: string): Statement<CopyRow> =>
      database.prepare(
        `SELECT act, commitment, member, sequence, state FROM parcel_copies WHERE ${whose} = ?1 AND member <> author` +
          ' AND (?2 IS NULL OR state = ?2) AND sequence < ?3 ORDER BY sequence DESC LIMIT ?4',
      );
    this.#lists = { author: list('author'), reader: list('member') };
    this.#unconfirmed = database.prepare(
      "SELECT COUNT(*) AS count FROM parcel_copies WHERE member = ? AND member <> author AND state = 'DELIVERED'",
    );
    this.#log = database.prepare('INSERT INTO document_reads (name, reader, kid, at) VALUES (?, ?, ?, ?)');
  }

  /**
   * One page, latest first.
   * @throws OriginError CURSOR_INVALID
   */
  list({ direction, state, cursor, limit }: ParcelListOptions): {
    readonly items: ParcelView[];
    readonly next?: string;
  } {
    const name = `parcels ${direction} ${state ?? ''}`;
    const before = Number(readCursor(cursor, name, 'number')?.after ?? Number.MAX_SAFE_INTEGER);
    const found = this.#lists[direction].all(this.#options.member, state ?? null, before, limit + 1);
    const { rows, ...next } = pageOf(found, limit, (row) => ({ list: name, after: row.sequence }));
    const items = rows.map((row) => this.view(row)).filter((view) => view !== undefined);
    return { items, ...next };
  }

  /**
   * The contents of a parcel, from the journal of its author or the own peer.
   * @throws OriginError PARCEL_UNKNOWN, NOT_A_READER, PARCEL_NOT_HELD
   */
  async read(parcel: string, reader: KeyRecord): Promise<ParcelContents> {
    const { replica, member } = this.#options;
    const entry = replica.value<ParcelRecord>(parcelKey(parcel));
    if (entry === undefined) throw new OriginError('PARCEL_UNKNOWN', { boxes: ['parcel'], stage: 'query' });
    if (!maySeeContents(reader, [entry.author, ...entry.readers]))
      throw new OriginError('NOT_A_READER', { stage: 'query' });
    return this.#contents(entry.box, reader, parcelOn(entry, member));
  }

  /**
   * What a parcel says to a reader who was found to be one.
   * @throws OriginError PARCEL_UNKNOWN, PARCEL_NOT_HELD
   */
  async said(parcel: string, reader: KeyRecord): Promise<string> {
    const { replica, member } = this.#options;
    const entry = replica.value<ParcelRecord>(parcelKey(parcel));
    if (entry === undefined) throw new OriginError('PARCEL_UNKNOWN', { boxes: ['parcel'], stage: 'query' });
    return (await this.#contents(entry.box, reader, parcelOn(entry, member))).document;
  }

  /**
   * What is left of a certificate after its last draw.
   * @param maySee whether the contents of the certificate are open to the reader: also the trader it names
   * @throws OriginError PARCEL_UNKNOWN, NOT_A_READER, PARCEL_NOT_HELD
   */
  async balance(
    reference: CertificateReference,
    balance: 'import' | 'reexport' | 'joined',
    reader: KeyRecord,
    maySee: () => Promise<boolean>,
  ): Promise<ParcelContents> {
    const { replica } = this.#options;
    const reception = replica.value<ReceptionRecord>(receptionKey(reference));
    const commitment = reception?.balances?.[balance];
    if (reception === undefined || commitment === undefined)
      throw new OriginError('PARCEL_UNKNOWN', { boxes: ['balance'], stage: 'query' });
    // The trader himself draws on it by a back-to-back declaration (OCP 11.2).
    if (!(await maySee())) throw new OriginError('NOT_A_READER', { stage: 'query' });
    const name = `balance ${referenceText(reference)}`;
    return this.#contents(name, reader, balanceOn(reference, balance, commitment));
  }

  /** Copies at the own member that it has not confirmed yet. */
  get awaitingReceipt(): number {
    return this.#unconfirmed.get(this.#options.member)?.count ?? 0;
  }

  /** Who reads what is on record before it is answered. */
  async #contents(name: string, reader: KeyRecord, contents: RecordedContents): Promise<ParcelContents> {
    const document = await heldText(contents, this.#options);
    const { group } = this.#options;
    await group.write(() => this.#log.run(name, reader.holder, reader.kid, new Date().toISOString()));
    return { name, commitment: contents.commitment, document };
  }

  /** One copy of a parcel, as lists show it. */
  view({ act, commitment, member, state }: ParcelCopy): ParcelView | undefined {
    const { replica, recovery } = this.#options;
    const parcel = parcelName(act, commitment);
    const entry = replica.value<ParcelRecord>(parcelKey(parcel));
    if (entry === undefined) return undefined;
    const missing = state === 'OWED' && recovery.isMissing(parcel);
    const receipt = replica.value<ReceiptRecord>(receiptKey(parcel, member));
    const { box, author, lastAt: at } = entry;
    const departure =
      state === 'CLOSED' ? (departureIn(replica, member) ?? departureIn(replica, author)) : undefined;
    return {
      ...{ parcel, commitment, box, author, act, at, state },
      certificate: referenceText(entry.reference),
      reader: member,
      ...(receipt === undefined ? {} : { receivedAt: receipt.receivedAt }),
      ...(departure === undefined ? {} : { closedBy: departure.lastAct }),
      ...(missing ? { problem: MISSING } : {}),
    };
  }
}
