import { certificateKey, collectionOf, privateNameOf } from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import { heldText } from '../pipeline/held-text.js';
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
  const name = privateNameOf(certificateKey(reference), certificate.commitment);
  return heldText(stub, collectionOf(creator), name, 'reference');
}
