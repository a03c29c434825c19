import { MOST_NESTING } from '@origin-ledger/model';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** What bytes hold as JSON, or in words why they hold none that can be relied on. */
export type JsonText = { readonly value: unknown } | { readonly fault: string };

/**
 * Reads JSON that somebody wrote with whatever editor he has: a byte order mark and any line ends are passed over.
 * What would silently become something else is refused: bytes that are no UTF-8 (names would be signed with
 * replacement characters), and a member stated twice (only the last would count).
 */
export function readJsonText(bytes: Uint8Array): JsonText {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { fault: 'is not UTF-8 text: save it as UTF-8' };
  }
  if (text.trim() === '') return { fault: 'is empty' };
  try {
    const value = JSON.parse(text) as unknown;
    const fault = structuralFault(text);
    return fault === undefined ? { value } : { fault };
  } catch (error) {
    return { fault: `is not JSON: ${reasonOf(error, text)}` };
  }
}

/** The parser's words, without what it quotes of the text, and where. */
function reasonOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  const what = message.replace(/ in JSON at position.*| JSON input$|, (?:"|\.\.\.).*is not valid JSON$/s, '');
  return position === undefined ? what : `${what}, ${placeOf(text, Number(position))}`;
}

function placeOf(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

/** What the parser takes and we do not, in a text that is JSON. */
function structuralFault(text: string): string | undefined {
  /** The names met in each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let nameNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') {
      nameNext = character === '{';
      open.push(nameNext ? new Set() : undefined);
      if (open.length > MOST_NESTING) return `is nested more than ${MOST_NESTING} deep`;
    } else if (character === '}' || character === ']') {
      nameNext = false;
      open.pop();
    } else if (character === ',') {
      nameNext = open.at(-1) !== undefined;
    } else if (character === '"') {
      const end = endOfString(text, at);
      const names = nameNext ? open.at(-1) : undefined;
      const name = JSON.parse(text.slice(at, end + 1)) as string;
      if (names?.has(name) === true) return `states "${name}" twice, ${placeOf(text, at)}`;
      names?.add(name);
      nameNext = false;
      at = end;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}
