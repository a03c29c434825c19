import { OriginError, type KeyRecord, type Role } from '@origin-ledger/model';

/** What one holder, and all holders together, may have at a gateway. Officers and systems are not counted. */
export interface Quotas {
  /** Applications of one holder that have not ended. */
  readonly holderApplications: number;
  /** Bytes of these: contents and signed requests. */
  readonly holderBytes: number;
  /** Bytes that one holder brings in a day, whatever becomes of them: what was declared is kept. */
  readonly holderDayBytes: number;
  /** Operations of one holder under way, those that wait for another state among them. */
  readonly holderOperations: number;
  /** The same, of all holders of the member together. */
  readonly memberApplications: number;
  readonly memberBytes: number;
  readonly memberOperations: number;
  /** Bytes of the store that are kept for officers: nothing else is taken when no more is left. */
  readonly reserveBytes: number;
}

const MIB = 1024 * 1024;

export const QUOTAS: Quotas = {
  holderApplications: 500,
  holderBytes: 64 * MIB,
  holderDayBytes: 128 * MIB,
  holderOperations: 50,
  memberApplications: 50_000,
  memberBytes: 2048 * MIB,
  memberOperations: 1000,
  reserveBytes: 256 * MIB,
};

/** Whose work must go on whatever others send. */
const OFFICERS: readonly Role[] = ['signatory', 'customs', 'system'];

/** Whether a key's holder acts for the member itself: then no quota holds him up. */
export const actsForMember = ({ roles }: Pick<KeyRecord, 'roles'>): boolean =>
  roles.some((role) => OFFICERS.includes(role));

/** @throws OriginError QUOTA_EXCEEDED naming the share that is used up */
export function requireShare(name: keyof Quotas, wanted: number, quotas: Quotas): void {
  if (wanted > quotas[name]) throw new OriginError('QUOTA_EXCEEDED', { boxes: [name], stage: 'store' });
}
