import { drawn, leftIn, OriginError, type CertificateView, type Draw, type Json } from '@origin-ledger/model';
import { readersOf } from '../acts.js';
import type { ActParcel } from './prepare-act.js';

/** What there was before a draw: the exact text of the document or of the last balance, its name and commitment. */
export interface BalanceBefore {
  readonly box: string;
  readonly commitment: string;
  readonly text: string;
}

/**
 * The two parcels of a draw: what there was, and what is left, exactly.
 * @throws OriginError QUANTITY_EXCEEDED, BALANCE_INVALID
 */
export function balanceParcels(
  view: CertificateView,
  before: BalanceBefore,
  draws: readonly Draw[],
): readonly ActParcel[] {
  const left = leftIn(JSON.parse(before.text) as Json);
  const rest = left === undefined ? { problem: 'BALANCE_INVALID' as const } : drawn(left, draws);
  if ('problem' in rest) throw new OriginError(rest.problem, { boxes: ['draws'], stage: 'request' });
  const readers = readersOf(view);
  const balance = {
    certificate: view.name,
    previous: before.commitment,
    draws: draws as unknown as Json,
    left: rest.left as unknown as Json,
  };
  return [
    { box: before.box, readers, contents: before.text },
    { box: `balance ${view.name}`, readers, contents: balance },
  ];
}
