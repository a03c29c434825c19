import { drawn, leftIn, OriginError, type CertificateView, type Draw, type Json } from '@origin-ledger/model';
import { readersOf } from '../acts.js';
import type { HolderKey } from '../keys/holder-key.js';
import { prepareAct } from './prepare-act.js';
import type { PreparedRequest, RequestOptions } from './prepared-request.js';

export interface PrepareUtiliseOptions extends RequestOptions {
  /** The certificate as it stands. */
  readonly view: CertificateView;
  /** What there was: the exact text of the document or of the last balance, its name and its commitment. */
  readonly before: { readonly box: string; readonly commitment: string; readonly text: string };
  /** Quantities against declarations. */
  readonly draws: readonly Draw[];
}

/**
 * Builds and signs the request that writes quantities off: the new balance is the old one less the draws, exactly.
 * Needs no connection.
 * @throws OriginError QUANTITY_EXCEEDED, BALANCE_INVALID
 * @example
 * const draws = [{ declaration: 'IM-1', items: [{ number: 1, value: '100', unit: 'KGM' }] }];
 * const prepared = await prepareUtilise(key, { audience, view, before, draws });
 */
export function prepareUtilise(key: HolderKey, options: PrepareUtiliseOptions): Promise<PreparedRequest> {
  const { view, before, draws, ...rest } = options;
  const left = leftIn(JSON.parse(before.text) as Json);
  const rested = left === undefined ? { problem: 'BALANCE_INVALID' as const } : drawn(left, draws);
  if ('problem' in rested)
    return Promise.reject(new OriginError(rested.problem, { boxes: ['draws'], stage: 'request' }));
  const readers = readersOf(view);
  const balance = {
    certificate: view.name,
    previous: before.commitment,
    draws: draws as unknown as Json,
    left: rested.left as unknown as Json,
  };
  return prepareAct(key, {
    ...rest,
    op: 'certificate.utilise/1',
    args: { reference: view.record.reference },
    parcels: [
      { box: before.box, readers, contents: before.text },
      { box: `balance ${view.name}`, readers, contents: balance },
    ],
    after: view.lastAct,
  });
}
