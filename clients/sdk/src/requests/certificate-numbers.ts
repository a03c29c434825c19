import { OriginError } from '@origin-ledger/model';

/** Letters and digits that are not mistaken for one another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A certificate number nobody else draws: year and 60 random bits. For offices that do not number by themselves.
 * @example
 * freshCertificateNumber('2026-03-14'); // '26-7H3M0QKX52ZD'
 */
export function freshCertificateNumber(issued: string): string {
  const random = crypto.getRandomValues(new Uint8Array(12));
  return `${issued.slice(2, 4)}-${Array.from(random, (byte) => ALPHABET[byte % 32] ?? '').join('')}`;
}

/**
 * Consecutive numbers from a first one that ends in digits, keeping its width.
 * @throws OriginError REQUEST_CLAIMS when several are needed and the first does not end in digits
 * @example
 * certificateNumbers('26-000099', 2); // ['26-000099', '26-000100']
 */
export function certificateNumbers(first: string, count: number): string[] {
  if (count === 1) return [first];
  const [, stem = '', digits = ''] = /^(.*?)(\d{1,15})$/.exec(first) ?? [];
  if (digits === '') throw new OriginError('REQUEST_CLAIMS', { boxes: ['number'], stage: 'request' });
  return Array.from(
    { length: count },
    (_, index) => stem + String(Number(digits) + index).padStart(digits.length, '0'),
  );
}
