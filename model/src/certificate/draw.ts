import type { Json } from '../canonical/canonical-json.js';
import { asBalance, drawn, leftIn, sameQuantities, type Balance } from '../quantity/balance.js';
import type { NationalSettings } from '../registry/settings.js';
import type { ParcelClaim } from '../request/signed-request.js';
import { holds } from '../rule/rule.js';
import { refusal } from './certificate-act.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';
import { referenceText } from './reference.js';

/** What a draw is for; two balances, joined to one if the importing member says so. */
export type BalanceName = 'import' | 'reexport' | 'joined';

/** Which balance a draw takes from: what the first draw chose stands for the life of the certificate. */
export const balanceFor = holds(
  ['reading back-to-back'],
  (
    purpose: 'import' | 'reexport',
    reception: ReceptionRecord,
    settings: Pick<NationalSettings, 'joinedBalances'>,
  ): BalanceName => {
    const { balances } = reception;
    if (balances?.joined !== undefined) return 'joined';
    const begun = balances?.import !== undefined || balances?.reexport !== undefined;
    return settings.joinedBalances && !begun ? 'joined' : purpose;
  },
);

/** The two parcels of a draw on one certificate: what there was, and what is left. */
export interface DrawParcels {
  readonly before: ParcelClaim;
  readonly after: ParcelClaim;
}

/**
 * Takes the two parcels of a draw from those of a request.
 * @throws OriginError PARCEL_MISSING, PARCEL_READERS, BALANCE_MISMATCH when the old one is not on record
 */
export function drawParcels(
  [before, after]: readonly (ParcelClaim | undefined)[],
  certificate: CertificateRecord,
  reception: ReceptionRecord,
  balance: BalanceName,
  box: string,
): DrawParcels {
  const name = referenceText(certificate.reference);
  const readers = [certificate.reference.member, certificate.importing].sort().join();
  if (before === undefined || after?.box !== `balance ${name}`) throw refusal('PARCEL_MISSING', box);
  if (before.commitment === after.commitment) throw refusal('PARCEL_REUSED', box);
  for (const parcel of [before, after])
    if ([...parcel.readers].sort().join() !== readers) throw refusal('PARCEL_READERS', box);
  if (before.commitment !== (reception.balances?.[balance] ?? certificate.commitment))
    throw refusal('BALANCE_MISMATCH', box);
  return { before, after };
}

/**
 * Judges the parcels of a draw: the new balance is the old one less what is drawn, exactly, and names the old one.
 * @throws OriginError PARCEL_MISSING, BALANCE_INVALID, QUANTITY_EXCEEDED
 */
export const judgeDraw = holds(
  ['OCP 11.1(f)', 'OCP 30.2'],
  (parcels: ReadonlyMap<string, Json>, claims: DrawParcels, name: string, box: string): Balance => {
    const [before, after] = [parcels.get(claims.before.commitment), parcels.get(claims.after.commitment)];
    if (before === undefined || after === undefined) throw refusal('PARCEL_MISSING', box);
    const left = leftIn(before);
    const balance = asBalance(after);
    if (
      left === undefined ||
      balance === undefined ||
      balance.certificate !== name ||
      balance.previous !== claims.before.commitment
    )
      throw refusal('BALANCE_INVALID', box);
    const rest = drawn(left, balance.draws);
    if ('problem' in rest) throw refusal(rest.problem, box);
    if (!sameQuantities(rest.left, balance.left)) throw refusal('BALANCE_INVALID', box);
    return balance;
  },
);
