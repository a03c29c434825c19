import {
  actKey,
  calendarDateAt,
  certificateKey,
  lastActOf,
  memberKey,
  OriginError,
  parseReference,
  receptionKey,
  referenceText,
  signerKey,
  transmissionOf,
  verifyCertificate,
  type CertificateRecord,
  type CertificateReference,
  type CertificateView,
  type KeyRecord,
  type MemberRecord,
  type ReceptionRecord,
  type Verification,
} from '@origin-ledger/model';
import type { Replica } from '../read-model/replica.js';
import type { Database, Statement } from '../store/database.js';
import { pageOf, readCursor } from './cursor.js';

interface NameRow {
  readonly name: string;
  readonly sequence: number;
}

export type Direction = 'issued' | 'received';

export interface ListOptions {
  readonly direction: Direction;
  readonly transmission?: CertificateView['transmission'];
  readonly cursor?: string;
  readonly limit: number;
}

/** Looks certificates up in the read model; never at the peer. */
export class Certificates {
  readonly #replica: Replica;
  readonly #member: string;
  readonly #lists: Readonly<
    Record<Direction, { readonly any: Statement<NameRow>; readonly one: Statement<NameRow> }>
  >;
  readonly #counts: Statement<{ readonly transmission: string; readonly count: number }>;
  readonly #countReceived: Statement<{ readonly transmission: string; readonly count: number }>;
  readonly #firstAct: Statement<{ readonly act: string }>;

  constructor(database: Database, replica: Replica, member: string) {
    this.#replica = replica;
    this.#member = member;
    const list = (owner: string, more: string): Statement<NameRow> =>
      database.prepare(
        `SELECT name, sequence FROM certificates WHERE ${owner} = ? ${more} AND sequence < ? ORDER BY sequence DESC LIMIT ?`,
      );
    this.#lists = {
      issued: { any: list('member', ''), one: list('member', 'AND transmission = ?') },
      received: {
        any: list('importing', "AND transmission <> 'ISSUED'"),
        one: list('importing', "AND transmission <> 'ISSUED' AND transmission = ?"),
      },
    };
    this.#counts = database.prepare(
      'SELECT transmission, COUNT(*) AS count FROM certificates WHERE member = ? GROUP BY transmission',
    );
    this.#countReceived = database.prepare(
      'SELECT transmission, COUNT(*) AS count FROM certificates' +
        " WHERE importing = ? AND transmission <> 'ISSUED' GROUP BY transmission",
    );
    this.#firstAct = database.prepare(
      'SELECT act FROM certificate_acts WHERE name = ? ORDER BY sequence LIMIT 1',
    );
  }

  has(reference: CertificateReference): boolean {
    return this.#replica.value<CertificateRecord>(certificateKey(reference)) !== undefined;
  }

  /** @throws OriginError CERTIFICATE_UNKNOWN */
  record(reference: CertificateReference): CertificateRecord {
    const record = this.#replica.value<CertificateRecord>(certificateKey(reference));
    if (record === undefined)
      throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['reference'], stage: 'query' });
    return record;
  }

  /** @throws OriginError CERTIFICATE_UNKNOWN */
  view(reference: CertificateReference): CertificateView {
    const record = this.record(reference);
    const reception =
      record.transmission === 'ISSUED'
        ? undefined
        : this.#replica.value<ReceptionRecord>(receptionKey(reference));
    const transmission = transmissionOf(record, reception);
    return {
      name: referenceText(reference),
      record,
      ...(reception === undefined ? {} : { reception }),
      transmission,
      parcel:
        reception === undefined ? 'HELD' : reception.receivedAt === undefined ? 'DELIVERED' : 'RECEIVED',
      expired: this.#today(record.importing) > record.expires,
      lastAct: lastActOf(record, reception),
    };
  }

  /**
   * One page, latest first.
   * @throws OriginError CURSOR_INVALID
   */
  list({ direction, transmission, cursor, limit }: ListOptions): {
    readonly items: CertificateView[];
    readonly next?: string;
  } {
    const name = `${direction} ${transmission ?? ''}`;
    const before = Number(readCursor(cursor, name, 'number')?.after ?? Number.MAX_SAFE_INTEGER);
    const { any, one } = this.#lists[direction];
    const found =
      transmission === undefined
        ? any.all(this.#member, before, limit + 1)
        : one.all(this.#member, transmission, before, limit + 1);
    const { rows, ...next } = pageOf(found, limit, (row) => ({ list: name, after: row.sequence }));
    return { items: rows.flatMap((row) => this.#viewOf(row.name)), ...next };
  }

  /** The model's verification, as of now; an unknown certificate is an answer, not an error. */
  verification(reference: CertificateReference, commitment: string | undefined): Verification {
    const record = this.#replica.value<CertificateRecord>(certificateKey(reference));
    const act = this.#firstAct.get(referenceText(reference))?.act;
    const issuer =
      record === undefined ? undefined : this.#replica.value<KeyRecord>(signerKey(record.issuedIn));
    const issuedAt = act === undefined ? undefined : this.#actAt(act);
    return verifyCertificate({
      record,
      issuer,
      issuedAt,
      commitment,
      today: this.#today(record?.importing ?? this.#member),
    });
  }

  /** How many certificates this member has issued and received. */
  counts(): { readonly issued: number; readonly received: number; readonly awaitingReceipt: number } {
    const sum = (rows: readonly { readonly count: number }[]): number =>
      rows.reduce((total, { count }) => total + count, 0);
    const received = this.#countReceived.all(this.#member);
    return {
      issued: sum(this.#counts.all(this.#member)),
      received: sum(received),
      awaitingReceipt: received.find(({ transmission }) => transmission === 'SENT')?.count ?? 0,
    };
  }

  #viewOf(name: string): CertificateView[] {
    const reference = parseReference(name);
    return reference === undefined ? [] : [this.view(reference)];
  }

  #actAt(id: string): string | undefined {
    return this.#replica.value<{ readonly at: string }>(actKey(id))?.at;
  }

  /** The calendar date in a member's zone (rulebook 4.10). */
  #today(member: string): string {
    const offset = this.#replica.value<MemberRecord>(memberKey(member))?.utcOffsetMinutes ?? 0;
    return calendarDateAt(Date.now(), offset);
  }
}
