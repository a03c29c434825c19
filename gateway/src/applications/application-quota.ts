import type { ApplicationRequest } from '@origin-ledger/model';
import { requireShare, type Quotas } from '../quotas/quotas.js';
import type { StoreReserve } from '../quotas/store-reserve.js';
import type { ApplicationStore } from './application-store.js';
import { bytesOf } from './step-size.js';

/** What applicants may keep at a gateway: nobody fills it for the others, nor all of them for the officers. */
export class ApplicationQuota {
  readonly #store: ApplicationStore;
  readonly #quotas: Quotas;
  readonly #reserve: StoreReserve;

  constructor(store: ApplicationStore, quotas: Quotas, reserve: StoreReserve) {
    this.#store = store;
    this.#quotas = quotas;
    this.#reserve = reserve;
  }

  /**
   * Before a step that brings contents is kept; what ends an application always may. Inside the SQL transaction that
   * keeps it.
   * @throws OriginError QUOTA_EXCEEDED, STORAGE_FULL
   */
  check(step: ApplicationRequest, at: string): void {
    if (step.text === undefined || step.operation.role !== 'exporter') return;
    const { iss } = step.request.claims;
    const bytes = bytesOf(step);
    this.#reserve.check(bytes);
    const more = step.first ? 1 : 0;
    const own = this.#store.underWay(iss);
    requireShare('holderApplications', own.count + more, this.#quotas);
    requireShare('holderBytes', own.bytes + bytes, this.#quotas);
    requireShare('holderDayBytes', this.#store.broughtOn(iss, at) + bytes, this.#quotas);
    const all = this.#store.underWay();
    requireShare('memberApplications', all.count + more, this.#quotas);
    requireShare('memberBytes', all.bytes + bytes, this.#quotas);
  }
}
