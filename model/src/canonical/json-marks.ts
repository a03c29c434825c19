/** What a JSON text is made of: its texts, and the characters that stand between them, blanks among them. */
export interface JsonMarks {
  readonly texts: number;
  readonly others: number;
}

/**
 * Counts what a JSON text is made of without reading it: how many values there can be, before memory is taken for them.
 * @returns undefined when there are more than `most` of both, or a text does not end
 */
export function marksOf(json: string, most: number): JsonMarks | undefined {
  let [texts, others] = [0, 0];
  for (let at = 0; at < json.length;) {
    const quote = json.indexOf('"', at);
    const end = quote < 0 ? json.length : quote;
    others += end - at;
    if (quote >= 0) texts += 1;
    if (texts + others > most) return undefined;
    if (quote < 0) break;
    const last = endOfText(json, quote);
    if (last < 0) return undefined;
    at = last + 1;
  }
  return { texts, others };
}

/** Where the text that begins at a quotation mark ends; below zero: nowhere. */
function endOfText(json: string, start: number): number {
  const first = json.indexOf('"', start + 1);
  if (first < 0 || !isEscaped(json, first)) return first;
  for (let at = first + 1; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return -1;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether an odd number of backslashes stands before it. */
function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
