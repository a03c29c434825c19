import {
  certificateKey,
  OriginError,
  parcelKey,
  receiptKey,
  receptionKey,
  referenceText,
  type BalanceName,
  type CertificateRecord,
  type CertificateReference,
  type ParcelRecord,
  type ReceptionRecord,
} from '@origin-ledger/model';
import { balanceOn, documentOn, heldText, parcelOn } from '../contents/held-contents.js';
import type { ProposalContext } from '../operations/propose.js';
import type { VerdictBoard } from './verdict-board.js';
import { writeAgain, type Delivery } from './write-again.js';

type Member = Readonly<{ code: string; mspId: string }>;

export type DeliveryContext = ProposalContext & {
  readonly verdicts: VerdictBoard;
  readonly members: readonly Member[];
};

/**
 * Writes the contents of a sent certificate into the other state's collection again: its hash on the ledger
 * is not receipt, and a peer that lost its transient store has nothing until then. The importing member hands on only
 * what it has received and confirmed.
 * @throws OriginError CERTIFICATE_UNKNOWN, OTHER_MEMBER, CERTIFICATE_NOT_SENT, CERTIFICATE_NOT_RECEIVED,
 *   PARCEL_NOT_HELD, OUTCOME_UNKNOWN
 */
export async function deliverAgain(
  reference: CertificateReference,
  context: DeliveryContext,
): Promise<Delivery> {
  const record = recordOf(reference, context);
  const to = otherOf([record.reference.member, record.importing], context, 'OTHER_MEMBER', 'reference');
  if (record.transmission !== 'SENT')
    throw new OriginError('CERTIFICATE_NOT_SENT', { boxes: ['reference'], stage: 'query' });
  const { receivedAt } = context.replica.value<ReceptionRecord>(receptionKey(reference)) ?? {};
  if (reference.member !== context.member.code && receivedAt === undefined)
    throw new OriginError('CERTIFICATE_NOT_RECEIVED', { boxes: ['reference'], stage: 'query' });
  const name = referenceText(reference);
  return writeAgain({
    ...context,
    ...{ name, to, commitment: record.commitment },
    text: await heldText(documentOn(record, context.member.code), context),
    transaction: 'certificate:deliver',
    args: [name, to.code],
  });
}

/**
 * Writes what is left of a certificate into the other state's collection again, so that it can judge the next draw.
 * @throws OriginError CERTIFICATE_UNKNOWN, OTHER_MEMBER, PARCEL_UNKNOWN, PARCEL_NOT_HELD, OUTCOME_UNKNOWN
 */
export async function deliverBalanceAgain(
  reference: CertificateReference,
  balance: BalanceName,
  context: DeliveryContext,
): Promise<Delivery> {
  const record = recordOf(reference, context);
  const to = otherOf([record.reference.member, record.importing], context, 'OTHER_MEMBER', 'reference');
  const reception = context.replica.value<ReceptionRecord>(receptionKey(reference));
  const commitment = reception?.balances?.[balance];
  if (commitment === undefined)
    throw new OriginError('PARCEL_UNKNOWN', { boxes: ['balance'], stage: 'query' });
  const name = referenceText(reference);
  return writeAgain({
    ...context,
    ...{ name: `balance ${name}`, to, commitment },
    text: await heldText(balanceOn(reference, balance, commitment), context),
    transaction: 'certificate:deliverBalance',
    args: [name, balance, to.code],
  });
}

/**
 * Writes a parcel into the collection of its other party again. Its author may, and a reader that has received and
 * confirmed it: who lost the bytes gets them from whom still holds them.
 * @param parcel name of the parcel
 * @throws OriginError PARCEL_UNKNOWN, NOT_A_READER, PARCEL_NOT_RECEIVED, PARCEL_NOT_HELD, OUTCOME_UNKNOWN
 */
export async function deliverParcelAgain(parcel: string, context: DeliveryContext): Promise<Delivery> {
  const { replica, member } = context;
  const entry = replica.value<ParcelRecord>(parcelKey(parcel));
  if (entry === undefined) throw new OriginError('PARCEL_UNKNOWN', { boxes: ['parcel'], stage: 'query' });
  const to = otherOf([entry.author, ...entry.readers], context, 'NOT_A_READER', 'parcel');
  if (entry.author !== member.code && replica.text(receiptKey(parcel, member.code)) === undefined)
    throw new OriginError('PARCEL_NOT_RECEIVED', { boxes: ['parcel'], stage: 'query' });
  return writeAgain({
    ...context,
    ...{ name: entry.box, to, commitment: entry.commitment },
    text: await heldText(parcelOn(entry, member.code), context),
    transaction: 'parcel:deliver',
    args: [JSON.stringify([parcel]), to.code],
  });
}

function recordOf(reference: CertificateReference, { replica }: DeliveryContext): CertificateRecord {
  const record = replica.value<CertificateRecord>(certificateKey(reference));
  if (record === undefined)
    throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: ['reference'], stage: 'query' });
  return record;
}

/** The other one of the two that contents are for. */
function otherOf(
  parties: readonly string[],
  { member, members }: DeliveryContext,
  stranger: 'OTHER_MEMBER' | 'NOT_A_READER',
  box: string,
): Member {
  if (!parties.includes(member.code)) throw new OriginError(stranger, { boxes: [box], stage: 'query' });
  const other = members.find(({ code }) => code !== member.code && parties.includes(code));
  // Nobody else was to read it, or its destination is no member here.
  if (other === undefined) throw new OriginError('MEMBER_UNKNOWN', { boxes: [box], stage: 'query' });
  return other;
}
