import type { LedgerUnderTest } from '../ledger-under-test.js';
import type { MemberClient } from '../member-client.js';

/** Vietnam, whose contents are asked for, and Thailand, whom they do not concern: each at its own peer and at the other's. */
export async function ownerAndStranger(
  ledger: LedgerUnderTest,
): Promise<Readonly<Record<'vn' | 'th' | 'thAtVn' | 'vnAtTh', MemberClient>>> {
  const [vn, th, thAtVn, vnAtTh] = await Promise.all([
    ledger.client('VN'),
    ledger.client('TH'),
    ledger.client('TH', { at: 'VN' }),
    ledger.client('VN', { at: 'TH' }),
  ]);
  return { vn, th, thAtVn, vnAtTh };
}
