import {
  certificateKey,
  OriginError,
  parseReference,
  type CertificateRecord,
  type CertificateReference,
} from '@origin-ledger/model';
import type { State } from '../pipeline/state.js';

/**
 * Reads a reference as text, `VN.HAN.26-000123`.
 * @throws OriginError REQUEST_CLAIMS
 */
export function referenceOf(text: unknown, box: string): CertificateReference {
  const reference = typeof text === 'string' ? parseReference(text) : undefined;
  if (reference === undefined) throw new OriginError('REQUEST_CLAIMS', { boxes: [box], stage: 'contract' });
  return reference;
}

/**
 * The record of a certificate.
 * @throws OriginError CERTIFICATE_UNKNOWN
 */
export async function findCertificate(
  state: State,
  reference: CertificateReference,
  box: string,
): Promise<CertificateRecord> {
  const record = await state.get<CertificateRecord>(certificateKey(reference));
  if (record === undefined) throw new OriginError('CERTIFICATE_UNKNOWN', { boxes: [box], stage: 'contract' });
  return record;
}
