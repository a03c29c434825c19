import { keyKey, OriginError, type KeyRecord } from '@origin-ledger/model';
import type { Replica } from '../read-model/replica.js';

/**
 * A key as the register holds it now.
 * @throws OriginError KEY_UNKNOWN
 */
export function registeredKey(replica: Replica, kid: string): KeyRecord {
  const record = replica.value<KeyRecord>(keyKey(kid));
  if (record === undefined) throw new OriginError('KEY_UNKNOWN', { boxes: ['kid'], stage: 'authorise' });
  return record;
}

/**
 * A key may be used now.
 * @param at RFC 3339 instant
 * @throws OriginError KEY_REVOKED, KEY_NOT_YET_VALID, KEY_EXPIRED
 */
export function checkKeyInForce(record: KeyRecord, at: string): void {
  const refuse = (code: 'KEY_REVOKED' | 'KEY_NOT_YET_VALID' | 'KEY_EXPIRED'): OriginError =>
    new OriginError(code, { boxes: ['kid'], stage: 'authorise' });
  if (record.revokedAt !== undefined) throw refuse('KEY_REVOKED');
  if (at < record.notBefore) throw refuse('KEY_NOT_YET_VALID');
  if (at >= record.notAfter) throw refuse('KEY_EXPIRED');
}
