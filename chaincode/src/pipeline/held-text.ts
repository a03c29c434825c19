import { OriginError } from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';

/**
 * The exact text under a private name in a collection.
 * @throws OriginError PARCEL_NOT_HELD; so does a peer that has the hash but not the bytes, instead of answering nothing
 */
export async function heldText(
  stub: LedgerStub,
  collection: string,
  name: string,
  box: string,
): Promise<string> {
  const bytes = await held(stub, collection, name);
  if (bytes.length === 0) throw new OriginError('PARCEL_NOT_HELD', { boxes: [box], stage: 'contract' });
  return Buffer.from(bytes).toString('utf8');
}

async function held(stub: LedgerStub, collection: string, name: string): Promise<Uint8Array> {
  try {
    return await stub.getPrivateData(collection, name);
  } catch (error) {
    if (error instanceof Error && error.message.includes('private data matching public hash version'))
      return new Uint8Array();
    throw error;
  }
}
