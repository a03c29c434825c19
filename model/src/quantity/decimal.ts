/** Exact decimals as strings, at most 18 digits before and 6 after the point: no binary fractions anywhere. */

const PATTERN = /^(0|[1-9][0-9]{0,17})(?:\.([0-9]{0,5}[1-9]))?$/;
const SCALE = 6;
const UNIT = 10n ** BigInt(SCALE);

/** A decimal in millionths, so that sums and differences are exact. */
export type Millionths = bigint;

/**
 * The value of a canonical decimal text.
 * @throws RangeError for any other text
 */
export function parseDecimal(text: string): Millionths {
  const match = PATTERN.exec(text);
  if (match === null) throw new RangeError('not a canonical decimal');
  const [, whole = '0', fraction = ''] = match;
  return BigInt(whole) * UNIT + BigInt(fraction.padEnd(SCALE, '0'));
}

/**
 * The only spelling of a value: no leading zeros, no trailing zeros after the point.
 * @throws RangeError below zero, or with more than 18 digits before the point
 */
export function formatDecimal(value: Millionths): string {
  if (value < 0n || value >= 10n ** 18n * UNIT) throw new RangeError('out of range');
  const fraction = (value % UNIT).toString().padStart(SCALE, '0').replace(/0+$/, '');
  return fraction === '' ? (value / UNIT).toString() : `${(value / UNIT).toString()}.${fraction}`;
}

/** Negative, zero or positive, as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: string, right: string): number {
  const difference = parseDecimal(left) - parseDecimal(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
