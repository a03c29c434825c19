import { OriginError, type CertificateRecord } from '@origin-ledger/model';

/**
 * The contents of a certificate are open to the two states only. Checked before anything private is touched:
 * whoever endorses a read could otherwise be asked for them by anybody.
 * @throws OriginError NOT_A_READER
 */
export function requireReader(member: string, certificate: CertificateRecord): void {
  if (member !== certificate.reference.member && member !== certificate.importing)
    throw new OriginError('NOT_A_READER', { boxes: ['reference'], stage: 'authorise' });
}
