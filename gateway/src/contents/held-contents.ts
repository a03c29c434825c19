import {
  commitmentOf,
  OriginError,
  referenceText,
  type BalanceName,
  type CertificateRecord,
  type CertificateReference,
  type ParcelRecord,
} from '@origin-ledger/model';
import type { Journal } from '../journal/journal.js';
import type { LedgerPort } from '../ledger/ledger-port.js';

/**
 * Contents on record, as the one entry they belong to names them. They are never looked for by a commitment alone:
 * anybody may name another's.
 */
export interface RecordedContents {
  readonly commitment: string;
  /** The own member's act that brought them; undefined where another's did, or they are in collections alone. */
  readonly act: string | undefined;
  /** The contract's query that answers them from the own collection, and its arguments. */
  readonly query: readonly [transaction: string, ...args: string[]];
}

/** Where contents may be held: what own acts brought, and the own peer's collection. */
export interface Holders {
  readonly journal: Pick<Journal, 'parcel'>;
  readonly ledger: Pick<LedgerPort, 'evaluate'>;
}

/** The document of a certificate, brought by the act that issued it. */
export const documentOn = (
  { reference, commitment, issuedIn }: CertificateRecord,
  member: string,
): RecordedContents => ({
  commitment,
  act: reference.member === member ? issuedIn : undefined,
  query: ['certificate:read', referenceText(reference)],
});

/** What an act says in confidence, brought by the act itself. */
export const parcelOn = (
  { parcel, commitment, author, lastAct }: ParcelRecord,
  member: string,
): RecordedContents => ({
  commitment,
  act: author === member ? lastAct : undefined,
  query: ['parcel:read', parcel],
});

/** What is left of a certificate: in both collections since the act that drew. */
export const balanceOn = (
  reference: CertificateReference,
  balance: BalanceName,
  commitment: string,
): RecordedContents => ({
  commitment,
  act: undefined,
  query: ['certificate:balance', referenceText(reference), balance],
});

/**
 * The exact text of contents on record, from the journal or read back from the own peer.
 * @throws OriginError PARCEL_NOT_HELD
 */
export async function heldText(
  { commitment, act, query: [transaction, ...args] }: RecordedContents,
  { journal, ledger }: Holders,
): Promise<string> {
  const brought = act === undefined ? undefined : journal.parcel(act, commitment);
  if (brought !== undefined) return brought;
  const bytes = await ledger.evaluate(transaction, args);
  if (commitmentOf(bytes) !== commitment) throw new OriginError('PARCEL_NOT_HELD', { stage: 'store' });
  return Buffer.from(bytes).toString('utf8');
}
