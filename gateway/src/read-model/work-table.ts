import {
  certificateKey,
  memberKey,
  openWork,
  parseReference,
  receiptKey,
  receptionKey,
  referenceText,
  type CertificateRecord,
  type CertificateReference,
  type MemberRecord,
  type OpenWork,
  type ReceiptRecord,
  type ReceptionRecord,
} from '@origin-ledger/model';
import type { Database, Statement } from '../store/database.js';
import { departureIn } from './departure-in.js';
import type { Replica } from './replica.js';

/** Minutes east of UTC of a member, as it registered itself. */
export const offsetOf = (replica: Replica, member: string): number =>
  replica.value<MemberRecord>(memberKey(member))?.utcOffsetMinutes ?? 0;

/** What the model says is open on a certificate. */
export function openWorkOn(
  replica: Replica,
  certificate: CertificateRecord,
  reception: ReceptionRecord | undefined,
  now: string,
): OpenWork[] {
  const { importing } = certificate;
  const exporting = certificate.reference.member;
  // With a member that has left nothing is open any more, on either side.
  if ([importing, exporting].some((member) => departureIn(replica, member) !== undefined)) return [];
  return openWork({
    certificate,
    reception,
    receivedAt: (parcel, member) => replica.value<ReceiptRecord>(receiptKey(parcel, member))?.receivedAt,
    zones: { importing: offsetOf(replica, importing), exporting: offsetOf(replica, exporting) },
    now,
  });
}

/** What is open on each certificate and until when, a row for each clock: kept in step with the replica. */
export class WorkTable {
  readonly #replica: Replica;
  readonly #forget: Statement<never>;
  readonly #note: Statement<never>;
  readonly #concerned: Statement<{ readonly name: string }>;

  constructor(database: Database, replica: Replica) {
    this.#replica = replica;
    this.#forget = database.prepare('DELETE FROM work WHERE name = ?');
    this.#note = database.prepare(
      'INSERT INTO work (name, place, clock, case_number, member, other, due) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#concerned = database.prepare('SELECT name FROM certificates WHERE member = ?1 OR importing = ?1');
  }

  /** A member has left, or has come back. */
  refreshAllOf(member: string): void {
    for (const { name } of this.#concerned.all(member)) {
      const reference = parseReference(name);
      if (reference !== undefined) this.refresh(reference);
    }
  }

  /** A certificate, or what was received of it, has changed. Clocks start at receipt: before, nothing is open. */
  refresh(reference: CertificateReference): void {
    const certificate = this.#replica.value<CertificateRecord>(certificateKey(reference));
    const reception = this.#replica.value<ReceptionRecord>(receptionKey(reference));
    if (certificate === undefined || reception?.receivedAt === undefined) return;
    const name = referenceText(reference);
    this.#forget.run(name);
    const states = { exporting: reference.member, importing: certificate.importing };
    const found = openWorkOn(this.#replica, certificate, reception, reception.receivedAt);
    found.forEach(({ clock, by, case: number, due }, place) => {
      const other = by === 'importing' ? states.exporting : states.importing;
      this.#note.run(name, place, clock, number ?? null, states[by], other, due);
    });
  }
}
