import { referenceText } from '../../certificate/reference.js';
import type { SimulatedParcel } from '../ledger.js';
import { ONE_DRAW, WHOLE, type Purpose } from '../paper/balances-paper.js';
import type { Paper } from '../paper/paper.js';
import { commitment, parcel } from '../scene.js';
import type { Tracked } from './tracked.js';

interface DrawAsked {
  readonly before: SimulatedParcel;
  readonly item: number;
  /** Of the import; a re-export names none. */
  readonly declaration?: string;
}

function nameOf(paper: Paper, { slot, importing }: Tracked, purpose: Purpose): Purpose | 'joined' {
  const { joined } = paper.register.settingsOf(importing);
  return paper.certificates.get(slot)?.balances.name(purpose, joined) ?? purpose;
}

/** What is left before a draw: by the latest balance, or the document itself. */
export const balanceNow = (paper: Paper, one: Tracked, purpose: Purpose): SimulatedParcel =>
  one.balances.get(nameOf(paper, one, purpose)) ?? one.document;

/** What is left after one draw more, and what to remember when it is done. */
export function balanceAfter(
  paper: Paper,
  one: Tracked,
  purpose: Purpose,
  { before, item, declaration }: DrawAsked,
): { readonly parcel: SimulatedParcel; readonly done: () => void } {
  const name = nameOf(paper, one, purpose);
  const balances = paper.certificates.get(one.slot)?.balances;
  const left = [1, 2].map((number) => {
    const rest = (balances?.left(name, number) ?? WHOLE) - (number === item ? ONE_DRAW : 0);
    // Whoever wants more than there is cannot write what is left: nothing is the least he can claim.
    return { number, value: String(Math.max(0, rest)), unit: 'KGM' };
  });
  const items = [{ number: item, value: String(ONE_DRAW), unit: 'KGM' }];
  const after = parcel('balance', one.reference, [one.reference.member, one.importing], {
    certificate: referenceText(one.reference),
    previous: commitment(before),
    draws: [declaration === undefined ? { items } : { declaration, items }],
    left,
  });
  return { parcel: after, done: () => one.balances.set(name, after) };
}
