/** Texts of a document that stand nowhere else: what must not be found where it does not belong. */
export function wordsOf(document: unknown): string[] {
  const words = new Set<string>();
  collect(document, words);
  return [...words];
}

/** As it stands in canonical JSON: quotes escaped. */
const asStored = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Shorter ones occur by chance. */
const SHORTEST = 8;
/** Public by design: references, dates and codes of parties. */
const PUBLIC = /^(\d{4}-\d{2}-\d{2}|[A-Z]{2,12}:[a-z0-9-]+)$/;

function collect(value: unknown, words: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST && !PUBLIC.test(value)) words.add(asStored(value));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (name !== 'reference') collect(member, words);
    }
  }
}

/** The words that stand in the bytes, as UTF-8. */
export const wordsFoundIn = (words: readonly string[], bytes: Uint8Array): string[] =>
  words.filter((word) => Buffer.from(bytes).includes(word));
