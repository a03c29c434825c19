import {
  actKey,
  calendarDateAt,
  certificateKey,
  hopsOf,
  OriginError,
  receptionKey,
  referenceText,
  type CertificateRecord,
  type CertificateReference,
  type Hop,
  type ParcelView,
  type ReceptionRecord,
  type WorkView,
} from '@origin-ledger/model';
import type { Replica } from '../read-model/replica.js';
import { offsetOf, openWorkOn } from '../read-model/work-table.js';
import type { Database, Statement } from '../store/database.js';
import { pageOf, readCursor } from './cursor.js';
import type { ParcelCopy } from './parcels.js';

interface WorkRow {
  readonly name: string;
  readonly place: number;
  readonly clock: string;
  readonly case_number: number | null;
  readonly member: string;
  readonly due: string;
}

export interface WorkListOptions {
  /** Of the own member, or of the other state on certificates with it. */
  readonly by: 'own' | 'other';
  readonly overdue: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

/** Where a certificate is, and what is open on it. */
export interface Tracking {
  readonly name: string;
  readonly hops: Hop[];
  readonly work: WorkView[];
  readonly owed: ParcelView[];
}

export interface WorkOptions {
  readonly database: Database;
  readonly replica: Replica;
  readonly member: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Clocks of all certificates with the own member, and the way of one. */
export class Work {
  readonly #options: WorkOptions;
  readonly #now: () => number;
  readonly #lists: Readonly<Record<WorkListOptions['by'], Statement<WorkRow>>>;
  readonly #firstAct: Statement<{ readonly act: string }>;
  readonly #owed: Statement<ParcelCopy>;

  constructor(options: WorkOptions) {
    const { database } = options;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const list = (whose: string): Statement<WorkRow> =>
      database.prepare(
        `SELECT name, place, clock, case_number, member, due FROM work WHERE ${whose} = ?1` +
          " AND due || ' ' || name || ' ' || place > ?2 AND due < ?3 ORDER BY due || ' ' || name || ' ' || place LIMIT ?4",
      );
    this.#lists = { own: list('member'), other: list('other') };
    this.#firstAct = database.prepare(
      'SELECT act FROM certificate_acts WHERE name = ? ORDER BY sequence LIMIT 1',
    );
    this.#owed = database.prepare(
      "SELECT act, commitment, member, state FROM parcel_copies WHERE name = ? AND state = 'OWED' AND member <> author",
    );
  }

  /**
   * One page, what is due first first.
   * @throws OriginError CURSOR_INVALID
   */
  list({ by, overdue, cursor, limit }: WorkListOptions): {
    readonly items: WorkView[];
    readonly next?: string;
  } {
    const list = `work ${by} ${String(overdue)}`;
    const after = String(readCursor(cursor, list, 'string')?.after ?? '');
    // A day more than any zone is ahead: who is overdue is told by each member's own day, below.
    const before = overdue ? calendarDateAt(this.#now(), 24 * 60) : '9';
    const found = this.#lists[by].all(this.#options.member, after, before, limit + 1);
    const { rows, ...next } = pageOf(found, limit, ({ due, name, place }) => ({
      list,
      after: `${due} ${name} ${place}`,
    }));
    const items = rows.map((row): WorkView => {
      const { name: certificate, clock, case_number: number, member, due } = row;
      return {
        certificate,
        clock: clock as WorkView['clock'],
        member,
        ...(number === null ? {} : { case: number }),
        due,
        overdue: calendarDateAt(this.#now(), offsetOf(this.#options.replica, member)) > due,
      };
    });
    return { items: overdue ? items.filter((item) => item.overdue) : items, ...next };
  }

  /**
   * The way of one certificate, with its clocks and what its acts still owe: of what the register says, so that any
   * member may ask.
   * @throws OriginError CERTIFICATE_UNKNOWN
   */
  tracking(reference: CertificateReference, viewOf: (copy: ParcelCopy) => ParcelView | undefined): Tracking {
    const { replica } = this.#options;
    const record = replica.value<CertificateRecord>(certificateKey(reference));
    if (record === undefined)
      throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['reference'], stage: 'query' });
    const reception =
      record.transmission === 'ISSUED' ? undefined : replica.value<ReceptionRecord>(receptionKey(reference));
    const name = referenceText(reference);
    const issuedAt = this.#actAt(this.#firstAct.get(name)?.act) ?? record.lastAt;
    const states = { exporting: reference.member, importing: record.importing };
    const now = new Date(this.#now()).toISOString();
    return {
      name,
      hops: hopsOf(record, reception, issuedAt),
      work: openWorkOn(replica, record, reception, now).map(({ by, clock, due, overdue, ...rest }) => ({
        certificate: name,
        clock,
        member: states[by],
        ...rest,
        due,
        overdue,
      })),
      owed: this.#owed.all(name).flatMap((copy) => {
        const view = viewOf(copy);
        return view === undefined ? [] : [view];
      }),
    };
  }

  #actAt(id: string | undefined): string | undefined {
    if (id === undefined) return undefined;
    return this.#options.replica.value<{ readonly at: string }>(actKey(id))?.at;
  }
}
