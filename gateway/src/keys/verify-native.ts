import { verify } from 'node:crypto';
import { decodeBase64url, OriginError } from '@origin-ledger/model';
import type { KnownKey } from './key-directory.js';

/** Both algorithms' signatures have this length (RFC 7518, 3.4; RFC 8032). */
const SIGNATURE_BYTES = 64;

/**
 * Verifies a compact JWS by node:crypto on another thread: at an edge that verifies every message this is much of
 * its work, and the only part that need not be done in turn. Never laxer than the contracts, which verify again.
 * @throws OriginError ALGORITHM_MISMATCH, SIGNATURE_INVALID
 */
export async function verifyNative(jws: string, algorithm: string, known: KnownKey): Promise<void> {
  if (algorithm !== known.record.alg)
    throw new OriginError('ALGORITHM_MISMATCH', { boxes: ['alg'], stage: 'authorise' });
  const end = jws.lastIndexOf('.');
  const signature = decodeBase64url(jws.slice(end + 1));
  const message = Buffer.from(jws.slice(0, end), 'latin1');
  if (signature?.length !== SIGNATURE_BYTES || !(await holds(message, signature, known)))
    throw new OriginError('SIGNATURE_INVALID', { stage: 'authorise' });
}

function holds(message: Buffer, signature: Uint8Array, { record, key }: KnownKey): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const answer = (error: Error | null, result: boolean): void => {
      if (error === null) resolve(result);
      else reject(error);
    };
    if (record.alg === 'ES256')
      verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature, answer);
    else verify(null, message, key, signature, answer);
  });
}
