import canonicalizeJson from 'canonicalize';

/** Any value JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * RFC 8785 text of a value. Text is the caller's to bring in NFC: see {@link parseCanonical}.
 * @throws TypeError for what JSON cannot carry (undefined, NaN, lone surrogates).
 */
export function canonicalText(value: unknown): string {
  const text = canonicalizeJson(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** RFC 8785 UTF-8 bytes of a value: what is hashed, signed and stored. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/**
 * Parses JSON that must be RFC 8785 canonical with NFC text, so that equal contents have one spelling only:
 * duplicate members, other orders, escapes, white space and number spellings are all refused.
 * @returns undefined when the bytes are anything else.
 */
export function parseCanonical(bytes: Uint8Array | string): Json | undefined {
  try {
    const text = typeof bytes === 'string' ? bytes : decoder.decode(bytes);
    const value = JSON.parse(text) as Json;
    return canonicalText(value) === text && text.normalize('NFC') === text ? value : undefined;
  } catch {
    return undefined;
  }
}
