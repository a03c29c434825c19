import {
  canonicalText,
  certificateKey,
  collectionOf,
  OriginError,
  receptionKey,
  type ReceptionRecord,
} from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { putContents } from '../pipeline/put-contents.js';
import { newState } from '../pipeline/state.js';
import { findCertificate, referenceOf } from './find-certificate.js';
import { requireReader } from './require-reader.js';

/**
 * Writes the contents of a certificate that was sent into one state's collection again: heals a peer that lost
 * them. Needs no signature, since the commitment on record decides which bytes they are. The importing member hands on
 * only what it has received and confirmed. May be repeated for ever.
 * @param text reference of the certificate
 * @param member the state whose collection is written; its peer endorses
 * @throws OriginError REQUEST_CLAIMS, CERTIFICATE_UNKNOWN, NOT_A_READER, CERTIFICATE_NOT_SENT, CERTIFICATE_NOT_RECEIVED,
 *   PARCEL_MISSING, PARCEL_UNDECLARED, PARCEL_MISMATCH
 */
export async function deliver(stub: LedgerStub, text: string, member: string): Promise<string> {
  const creator = creatorMember(stub);
  const reference = referenceOf(text, 'reference');
  const state = newState(stub);
  const certificate = await findCertificate(state, reference, 'reference');
  requireReader(creator, certificate);
  requireReader(member, certificate);
  if (certificate.transmission !== 'SENT')
    throw new OriginError('CERTIFICATE_NOT_SENT', { boxes: ['reference'], stage: 'contract' });
  const reception = await state.get<ReceptionRecord>(receptionKey(reference));
  if (creator !== reference.member && reception?.receivedAt === undefined)
    throw new OriginError('CERTIFICATE_NOT_RECEIVED', { boxes: ['reference'], stage: 'contract' });
  const { commitment } = certificate;
  await putContents(stub, collectionOf(member), [
    { entry: certificateKey(reference), commitment, box: 'parcels[0]' },
  ]);
  return canonicalText({ delivered: text, member });
}
