import { base64url } from 'jose';

const ALPHABET = /^[A-Za-z0-9_-]*$/;
/** Last characters that leave no stray bits, by the length of the text modulo 4. */
const LAST = [/^/, /(?!)/, /[AQgw]$/, /[AEIMQUYcgkosw048]$/] as const;

/**
 * Decodes base64url, refusing padding, other alphabets and stray bits in the last character, so that bytes
 * have one spelling only.
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  return ALPHABET.test(text) && LAST[(text.length % 4) as 0 | 1 | 2 | 3].test(text)
    ? base64url.decode(text)
    : undefined;
}

export const encodeBase64url = (bytes: Uint8Array | string): string => base64url.encode(bytes);
