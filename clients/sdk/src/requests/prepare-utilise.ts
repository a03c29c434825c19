import type { CertificateView, Draw } from '@origin-ledger/model';
import { readersOf } from '../acts.js';
import type { HolderKey } from '../keys/holder-key.js';
import { balanceParcels, type BalanceBefore } from './balance-parcels.js';
import { prepareAct } from './prepare-act.js';
import type { PreparedRequest, RequestOptions } from './prepared-request.js';

export interface PrepareUtiliseOptions extends RequestOptions {
  /** The certificate as it stands. */
  readonly view: CertificateView;
  readonly before: BalanceBefore;
  /** Texts of decisions on record, those of the items drawn among them: both states judge that these were given. */
  readonly decisions: readonly string[];
  /** Quantities against declarations. */
  readonly draws: readonly Draw[];
}

/**
 * Builds and signs the request that writes quantities off: the new balance is the old one less the draws, exactly.
 * Needs no connection.
 * @throws OriginError QUANTITY_EXCEEDED, BALANCE_INVALID
 * @example
 * const draws = [{ declaration: 'IM-1', items: [{ number: 1, value: '100', unit: 'KGM' }] }];
 * const prepared = await prepareUtilise(key, { audience, view, before, decisions, draws });
 */
export async function prepareUtilise(
  key: HolderKey,
  { view, before, decisions, draws, ...rest }: PrepareUtiliseOptions,
): Promise<PreparedRequest> {
  return prepareAct(key, {
    ...rest,
    op: 'certificate.utilise/1',
    args: { reference: view.record.reference },
    parcels: [
      ...balanceParcels(view, before, draws),
      ...decisions.map((contents) => ({
        box: `decision ${view.name}`,
        readers: readersOf(view),
        contents,
      })),
    ],
    after: view.lastAct,
  });
}
