import { base64url } from 'jose';

const ALPHABET = /^[A-Za-z0-9_-]*$/;

/**
 * Decodes base64url, refusing padding, other alphabets and stray bits in the last character, so that bytes
 * have one spelling only.
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  if (!ALPHABET.test(text) || text.length % 4 === 1) return undefined;
  const bytes = base64url.decode(text);
  return base64url.encode(bytes) === text ? bytes : undefined;
}

export const encodeBase64url = (bytes: Uint8Array | string): string => base64url.encode(bytes);
