import { revokeKey as definition } from '@origin-ledger/model';
import type { Administrator } from './administrator.js';
import type { Recorded } from './submit-act.js';

/**
 * Revokes a key of the administrator's own member: from its block on, the key acts no more.
 * @param notTrustedSince marks earlier acts of the key from this time on; erases none
 * @throws OriginApiError
 * @example
 * await revokeKey(administrator, key.kid);
 */
export async function revokeKey(
  administrator: Administrator,
  kid: string,
  notTrustedSince?: Date,
): Promise<Recorded> {
  return administrator.perform({
    op: definition.op,
    transaction: 'revokeKey',
    args: {
      kid,
      ...(notTrustedSince === undefined ? {} : { notTrustedSince: notTrustedSince.toISOString() }),
    },
  });
}
