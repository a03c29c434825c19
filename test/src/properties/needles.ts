import { createHash } from 'node:crypto';

/** A text that must not be found, and what it is looked for as. */
interface Needle {
  readonly text: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** One find. */
export interface Found {
  readonly text: string;
  readonly form: string;
  readonly at: number;
}

/** Every find begins with a prefix of so many bytes, by which candidates are told. */
const PREFIX = 4;
const TABLE_BITS = 20;

const place = (bytes: Uint8Array, at: number): number =>
  (Math.imul(
    (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24),
    0x9e3779b1,
  ) >>>
    (32 - TABLE_BITS)) >>>
  0;

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** The part of base64 that depends on these bytes alone, wherever they stand in what was encoded. */
function base64At(bytes: Buffer, alignment: 0 | 1 | 2, alphabet: 'base64' | 'base64url'): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(alignment), bytes])
    .toString(alphabet)
    .replaceAll('=', '');
  const first = Math.ceil((alignment * 8) / 6);
  const last = Math.floor(((alignment + bytes.length) * 8) / 6);
  return Buffer.from(encoded.slice(first, last), 'latin1');
}

/** Whatever bytes may stand for a text: as text, as encoded, as its plain digest. */
function formsOf(text: string): Needle[] {
  const bytes = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const forms = new Map<string, Buffer>([
    ['UTF-8', bytes],
    ['JSON', Buffer.from(JSON.stringify(text).slice(1, -1), 'utf8')],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
  ]);
  for (const alignment of [0, 1, 2] as const) {
    for (const alphabet of ['base64', 'base64url'] as const)
      forms.set(`${alphabet} at ${alignment}`, base64At(bytes, alignment, alphabet));
  }
  return [...[...forms].map(([form, needle]) => ({ text, form, bytes: needle })), ...digestsOf(text)];
}

function digestsOf(text: string): Needle[] {
  const digest = sha256(Buffer.from(text, 'utf8'));
  const forms = {
    raw: digest,
    hex: Buffer.from(digest.toString('hex')),
    HEX: Buffer.from(digest.toString('hex').toUpperCase()),
    base64: Buffer.from(digest.toString('base64').replaceAll('=', '')),
    base64url: Buffer.from(digest.toString('base64url')),
  };
  return Object.entries(forms).map(([form, bytes]) => ({ text, form: `SHA-256 ${form}`, bytes }));
}

/** What is looked for: words in every form, and keys whose plain digest alone would tell too much. */
export interface LookedFor {
  readonly words: readonly string[];
  /** Public themselves; a hash of one must not stand for a private key's name. */
  readonly names?: readonly string[];
}

/** Looks for many texts in many forms in one pass over the bytes. */
export class Needles {
  readonly #byPrefix = new Map<number, Needle[]>();
  readonly #table = new Uint8Array(2 ** TABLE_BITS);

  constructor({ words, names = [] }: LookedFor) {
    for (const needle of [...new Set(words)].flatMap(formsOf)) this.#add(needle);
    for (const needle of [...new Set(names)].flatMap(digestsOf)) this.#add(needle);
  }

  /** Everything that is found, each text in each form at most once. */
  in(bytes: Uint8Array): Found[] {
    const found = new Map<Needle, number>();
    const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + PREFIX <= haystack.length; at++) {
      const prefix = place(haystack, at);
      if (this.#table[prefix] === 0) continue;
      for (const needle of this.#byPrefix.get(prefix) ?? []) {
        const end = at + needle.bytes.length;
        if (!found.has(needle) && haystack.subarray(at, end).equals(needle.bytes)) found.set(needle, at);
      }
    }
    return [...found].map(([{ text, form }, at]) => ({ text, form, at }));
  }

  #add(needle: Needle): void {
    if (needle.bytes.length < PREFIX) throw new RangeError(`too short to be looked for: ${needle.form}`);
    const prefix = place(needle.bytes, 0);
    this.#table[prefix] = 1;
    this.#byPrefix.set(prefix, [...(this.#byPrefix.get(prefix) ?? []), needle]);
  }
}
