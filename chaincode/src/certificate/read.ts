import { collectionOf, OriginError } from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { newState } from '../pipeline/state.js';
import { findCertificate, referenceOf } from './find-certificate.js';
import { requireReader } from './require-reader.js';

/**
 * The contents of a certificate from the collection of the asker's own member.
 * @param text reference of the certificate
 * @returns the exact text that was committed to
 * @throws OriginError REQUEST_CLAIMS, CERTIFICATE_UNKNOWN, NOT_A_READER, PARCEL_NOT_HELD
 */
export async function read(stub: LedgerStub, text: string): Promise<string> {
  const creator = creatorMember(stub);
  const reference = referenceOf(text, 'reference');
  const certificate = await findCertificate(newState(stub), reference, 'reference');
  requireReader(creator, certificate);
  const bytes = await held(stub, collectionOf(creator), certificate.commitment);
  if (bytes.length === 0)
    throw new OriginError('PARCEL_NOT_HELD', { boxes: ['reference'], stage: 'contract' });
  return Buffer.from(bytes).toString('utf8');
}

/** A peer that has the hash but not the bytes refuses instead of answering nothing. */
async function held(stub: LedgerStub, collection: string, commitment: string): Promise<Uint8Array> {
  try {
    return await stub.getPrivateData(collection, commitment);
  } catch (error) {
    if (error instanceof Error && error.message.includes('private data matching public hash version'))
      return new Uint8Array();
    throw error;
  }
}
