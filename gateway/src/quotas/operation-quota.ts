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

  constructor(options: OperationQuotaOptions) {
    this.#options = options;
  }

  /**
   * Before an operation is journalled.
   * @param bytes of its request and parcels
   * @throws OriginError OVERLOADED, QUOTA_EXCEEDED, STORAGE_FULL
   */
  check(key: KeyRecord, bytes: number): void {
    const { machine, maxInFlight, quotas, reserve } = this.#options;
    const officer = actsForMember(key);
    if (machine.inFlight >= (officer ? maxInFlight : maxInFlight * SHARE_OF_OTHERS))
      throw new OriginError('OVERLOADED', { stage: 'store' });
    if (officer) return;
    reserve.check(bytes);
    const { own, others } = machine.underWay(key.holder);
    requireShare('holderOperations', own + 1, quotas);
    requireShare('memberOperations', own + others + 1, quotas);
  }
}
