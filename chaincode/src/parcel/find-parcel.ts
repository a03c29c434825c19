import {
  OriginError,
  ParcelName,
  parcelKey,
  receiptKey,
  validatorOf,
  type ParcelRecord,
} from '@origin-ledger/model';
import type { State } from '../pipeline/state.js';

const names = validatorOf(ParcelName);

/** Whether it is the name of a parcel: its act and the commitment to its contents. */
export const isParcelName = (value: unknown): value is string => names.is(value);

/**
 * The entry of a parcel that an act owes.
 * @throws OriginError REQUEST_CLAIMS, PARCEL_UNKNOWN
 */
export async function findParcel(state: State, name: unknown, box: string): Promise<ParcelRecord> {
  if (!isParcelName(name)) throw new OriginError('REQUEST_CLAIMS', { boxes: [box], stage: 'contract' });
  const entry = await state.get<ParcelRecord>(parcelKey(name));
  if (entry === undefined) throw new OriginError('PARCEL_UNKNOWN', { boxes: [box], stage: 'contract' });
  return entry;
}

/**
 * A parcel is open to its author and its readers only. Checked before anything private is touched.
 * @throws OriginError NOT_A_READER
 */
export function requireParty(member: string, { author, readers }: ParcelRecord, box: string): void {
  if (member !== author && !readers.includes(member))
    throw new OriginError('NOT_A_READER', { boxes: [box], stage: 'authorise' });
}

/**
 * A parcel is handed on by its author, or by a reader that has received and confirmed it: never bytes that a reader has
 * for another reason and that somebody named.
 * @throws OriginError PARCEL_NOT_RECEIVED
 */
export async function requireHolder(
  state: State,
  member: string,
  { parcel, author }: ParcelRecord,
  box: string,
): Promise<void> {
  if (member === author) return;
  if ((await state.get(receiptKey(parcel, member))) === undefined)
    throw new OriginError('PARCEL_NOT_RECEIVED', { boxes: [box], stage: 'contract' });
}
