import { OriginError, type KeyRecord } from '@origin-ledger/model';
import type { OperationMachine } from '../operations/operation-machine.js';
import { actsForMember, requireShare, type Quotas } from './quotas.js';
import type { StoreReserve } from './store-reserve.js';

/** So much of what may be in flight is for others than officers. */
const SHARE_OF_OTHERS = 1 / 2;

export interface OperationQuotaOptions {
  readonly machine: Pick<OperationMachine, 'inFlight' | 'underWay'>;
  /** Operations in flight above which new ones are refused. */
  readonly maxInFlight: number;
  readonly quotas: Quotas;
  readonly reserve: Pick<StoreReserve, 'check'>;
}

/** What may be under way at a gateway: half of it is for officers, whatever others send. */
export class OperationQuota {
  readonly #options: OperationQuotaOptions;
  /** Requests whose contents are being compared, by holder: not under way yet. */
  readonly #looking = new Map<string, number>();

  constructor(options: OperationQuotaOptions) {
    this.#options = options;
  }

  /**
   * Before an operation is journalled.
   * @param bytes of its request and parcels
   * @throws OriginError OVERLOADED, QUOTA_EXCEEDED, STORAGE_FULL
   */
  check(key: KeyRecord, bytes: number): void {
    const { machine, maxInFlight, reserve } = this.#options;
    const officer = actsForMember(key);
    if (machine.inFlight >= (officer ? maxInFlight : maxInFlight * SHARE_OF_OTHERS))
      throw new OriginError('OVERLOADED', { stage: 'store' });
    if (officer) return;
    reserve.check(bytes);
    this.#requireShares(key);
  }

  /**
   * Does what costs before an operation is journalled, within the share of its holder.
   * @throws OriginError QUOTA_EXCEEDED, and what `work` throws
   */
  async within<T>(key: KeyRecord, work: () => Promise<T>): Promise<T> {
    if (actsForMember(key)) return work();
    this.#requireShares(key);
    const { holder } = key;
    this.#looking.set(holder, (this.#looking.get(holder) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = (this.#looking.get(holder) ?? 1) - 1;
      if (left === 0) this.#looking.delete(holder);
      else this.#looking.set(holder, left);
    }
  }

  #requireShares({ holder }: KeyRecord): void {
    const { machine, quotas } = this.#options;
    const { own, others } = machine.underWay(holder);
    let all = 0;
    for (const count of this.#looking.values()) all += count;
    requireShare('holderOperations', own + (this.#looking.get(holder) ?? 0) + 1, quotas);
    requireShare('memberOperations', own + others + all + 1, quotas);
  }
}
