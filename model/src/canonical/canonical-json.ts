import canonicalizeJson from 'canonicalize';
import { marksOf } from './json-marks.js';
import { YOUNG_CHARACTER } from './unassigned.js';

/** Any value JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * RFC 8785 text of a value. Text is the caller's to bring in NFC: see {@link parseCanonical}.
 * @throws TypeError for what JSON cannot carry (undefined, NaN, lone surrogates).
 */
export function canonicalText(value: unknown): string {
  const quick = quickText(value);
  if (quick !== undefined) return quick;
  const text = canonicalizeJson(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/**
 * The same text where that is certain without the library, which looks at every character of every string: a quarter of
 * what a batch costs its contract.
 */
function quickText(value: unknown): string | undefined {
  const plain = plainText(value, MOST_NESTING);
  return plain?.includes('\\ud') === true ? undefined : plain;
}

/** Deeper than anything of ours, and no circle. */
export const MOST_NESTING = 64;

/**
 * RFC 8785 text of plain data: numbers and strings as JSON.stringify writes them, members in the order of their UTF-16
 * code units. A lone surrogate is written as its escape, `\ud…`: so may two characters of a text be, which the caller
 * leaves to the library.
 * @returns undefined for anything else, which is for the library to say
 */
function plainText(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  if (typeof value !== 'object' || depth === 0 || 'toJSON' in value) return undefined;
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const element of value as unknown[]) {
      const text = plainText(element, depth - 1);
      if (text === undefined) return undefined;
      parts.push(text);
    }
    return `[${parts.join(',')}]`;
  }
  for (const name of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member === undefined) continue;
    const text = plainText(member, depth - 1);
    if (text === undefined) return undefined;
    parts.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

/** RFC 8785 UTF-8 bytes of a value: what is hashed, signed and stored. */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/** A document of a thousand items is made of half as many; a value of text costs less than one of small parts. */
const MOST_MARKS = 250_000;

/**
 * What needs no look to tell whether a text is normal: characters before U+0300, where combining marks and characters
 * younger than Unicode 14.0 begin, but the last of a row, which what follows may join with. None of them joins with what
 * stands before it, so that the rest put together is normal exactly when the text is.
 */
const JOINS_WITH_NOTHING = /[\0-\u02FF]+(?=[\0-\u02FF])/g;
/**
 * More combining marks on one letter than any language needs (UAX 15, Stream-Safe Text Format): to put them in order
 * costs the square of their number. A mark follows a letter, so each is looked at once.
 */
const LONG_RUN_OF_MARKS = /(?:^|\P{M})\p{M}{31}/u;

/** Whether a text is in NFC on every platform, and cheap to be told so. */
function isNormal(text: string): boolean {
  const rest = text.replace(JOINS_WITH_NOTHING, '');
  return !YOUNG_CHARACTER.test(rest) && !LONG_RUN_OF_MARKS.test(rest) && rest.normalize('NFC') === rest;
}

/**
 * Parses JSON that must be RFC 8785 canonical with NFC text, so that equal contents have one spelling only:
 * duplicate members, other orders, escapes, white space and number spellings are all refused, what is nested
 * deeper than {@link MOST_NESTING}, so that no reader's stack decides, more than thirty combining marks in a row, and
 * characters younger than Unicode 14.0, on which platforms do not agree.
 * The cost grows with the size, and no faster; how large it may be is for the caller to say first.
 * @param most of the marks that it is made of ({@link marksOf})
 * @returns undefined when the bytes are anything else.
 */
export function parseCanonical(bytes: Uint8Array | string, most = MOST_MARKS): Json | undefined {
  try {
    const text = typeof bytes === 'string' ? bytes : decoder.decode(bytes);
    if (marksOf(text, most) === undefined) return undefined;
    const value = JSON.parse(text) as Json;
    const written = quickText(value) ?? (nestsWithin(value) ? canonicalText(value) : undefined);
    return written === text && isNormal(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value parsed from JSON is nested no deeper than {@link MOST_NESTING}: safe to walk by recursion. */
export const nestsWithin = (value: unknown, depth = MOST_NESTING): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((member) => nestsWithin(member, depth - 1)));
