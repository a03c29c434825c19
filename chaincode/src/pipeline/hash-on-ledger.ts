import { OriginError, type HeldValue } from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';

/**
 * Nobody confirms receipt of what is not on the ledger: the hash in the receiver's own collection, under the name of
 * this very entry, is the commitment. Every peer knows the hashes, so all endorsers read the same.
 * @throws OriginError PARCEL_NOT_HELD
 */
export async function requireHash(
  stub: LedgerStub,
  { collection, name, commitment, box }: HeldValue,
): Promise<void> {
  const hash = await stub.getPrivateDataHash(collection, name);
  if (Buffer.from(hash).toString('hex') !== commitment)
    throw new OriginError('PARCEL_NOT_HELD', { boxes: [box], stage: 'contract' });
}
