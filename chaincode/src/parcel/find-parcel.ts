import { OriginError, parcelKey, type ParcelRecord } from '@origin-ledger/model';
import type { State } from '../pipeline/state.js';

/** Whether it is the lower-case hex of a SHA-256. */
export const isCommitment = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/**
 * The entry of a parcel that an act owes.
 * @throws OriginError REQUEST_CLAIMS, PARCEL_UNKNOWN
 */
export async function findParcel(state: State, commitment: unknown, box: string): Promise<ParcelRecord> {
  if (!isCommitment(commitment)) throw new OriginError('REQUEST_CLAIMS', { boxes: [box], stage: 'contract' });
  const entry = await state.get<ParcelRecord>(parcelKey(commitment));
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
