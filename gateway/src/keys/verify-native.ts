import { verify } from 'node:crypto';
import { decodeBase64url, OriginError } from '@origin-ledger/model';
import type { KnownKey } from './key-directory.js';

/** Both algorithms' signatures have this length (RFC 7518, 3.4; RFC 8032). */
const SIGNATURE_BYTES = 64;

/**
 * Verifies a compact JWS by node:crypto, in one call without a round through the thread pool: at an edge that
 * verifies every message this is most of its work. Never laxer than the contracts, which verify again.
 * @throws OriginError ALGORITHM_MISMATCH, SIGNATURE_INVALID
 */
export function verifyNative(jws: string, algorithm: string, { record, key }: KnownKey): void {
  if (algorithm !== record.alg)
    throw new OriginError('ALGORITHM_MISMATCH', { boxes: ['alg'], stage: 'authorise' });
  const end = jws.lastIndexOf('.');
  const signature = decodeBase64url(jws.slice(end + 1));
  const message = Buffer.from(jws.slice(0, end), 'latin1');
  const holds =
    signature?.length === SIGNATURE_BYTES &&
    (record.alg === 'ES256'
      ? verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
      : verify(null, message, key, signature));
  if (!holds) throw new OriginError('SIGNATURE_INVALID', { stage: 'authorise' });
}
