import { OriginError } from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';

/**
 * Nobody confirms receipt of what is not on the ledger: the hash in the receiver's own collection is the
 * commitment. Every peer knows the hashes, so all endorsers read the same.
 * @throws OriginError PARCEL_NOT_HELD
 */
export async function requireHash(stub: LedgerStub, collection: string, commitment: string): Promise<void> {
  const hash = await stub.getPrivateDataHash(collection, commitment);
  if (Buffer.from(hash).toString('hex') !== commitment)
    throw new OriginError('PARCEL_NOT_HELD', { boxes: ['args.commitment'], stage: 'contract' });
}
