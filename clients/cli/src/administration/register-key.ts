import { registerKey as definition, type Role } from '@origin-ledger/model';
import type { KeyRegistration } from '@origin-ledger/sdk';
import type { Administrator } from './administrator.js';
import type { Recorded } from './submit-act.js';

export interface KeyEntry {
  readonly roles: readonly Role[];
  /** Of a signatory, and of nobody else: the authorities whose official the holder is. */
  readonly authorities?: readonly string[];
  /** Default: a minute ago, so that the key can act at once. */
  readonly notBefore?: Date;
  /** Default: two years from now. */
  readonly notAfter?: Date;
}

const MINUTE = 60_000;
const TWO_YEARS = 2 * 365 * 24 * 60 * MINUTE;

/**
 * Enters the key of a person or system of the administrator's own member.
 * @throws OriginApiError
 * @example
 * await registerKey(administrator, registration, { roles: ['signatory'], authorities: ['MOIT'] });
 */
export async function registerKey(
  administrator: Administrator,
  { holder, jwk, proof }: KeyRegistration,
  entry: KeyEntry,
): Promise<Recorded> {
  const notBefore = entry.notBefore ?? new Date(Date.now() - MINUTE);
  const notAfter = entry.notAfter ?? new Date(Date.now() + TWO_YEARS);
  return administrator.perform({
    op: definition.op,
    transaction: 'registerKey',
    args: {
      holder,
      roles: [...entry.roles],
      ...(entry.authorities === undefined ? {} : { authorities: [...entry.authorities] }),
      jwk,
      proof,
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    },
  });
}
