/** Control characters but the line break, and what shows nothing, turns the order of reading, or is no character. */
const HIDDEN =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFDD0-\uFDEF\uFEFF\uFFA0\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}]/u;
/** What joins and parts letters belongs to the scripts of India and of mainland South-East Asia, and hides elsewhere. */
const STRAY_JOINER =
  /(?<![\u0600-\u06FF\u0900-\u109F\u1780-\u17FF\u19E0-\u19FF\uA9E0-\uA9FF\uAA60-\uAA7F])[\u200B-\u200D]/u;
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
/** The last code points of each plane are no characters. */
const NO_CHARACTER = /[\u{1FFFE}\u{1FFFF}\u{2FFFE}\u{2FFFF}\u{3FFFE}\u{3FFFF}\u{10FFFE}\u{10FFFF}]/u;
/** Blanks, and marks without a letter to stand on. */
const NOTHING = /^[\s\u0300-\u036F\u200B-\u200D\u2800]*$/u;
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * Whether a text says something and shows all that it says: no blank, no character that hides, reverses or is none,
 * nothing around it. The empty text is a schema's affair. By code points, not by Unicode's tables: these differ between
 * versions of a platform, and contracts must agree.
 */
export function isPlainText(text: string): boolean {
  if (text === '' || PLAIN.test(text)) return true;
  if (text.trim() !== text || NOTHING.test(text)) return false;
  return ![LONE_SURROGATE, HIDDEN, STRAY_JOINER, NO_CHARACTER].some((fault) => fault.test(text));
}

/** Whether every text in a value is {@link isPlainText plain}. */
export function hasOnlyPlainTexts(value: unknown): boolean {
  if (typeof value === 'string') return isPlainText(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(hasOnlyPlainTexts);
}

/** Paths of the texts in a value that are not {@link isPlainText plain}: `items[0].marks`; at most a hundred. */
export function unplainTexts(value: unknown): string[] {
  // Names are made for what is wrong alone.
  if (hasOnlyPlainTexts(value)) return [];
  const found: string[] = [];
  const nameOf = (name: string): string => (/^[\w-]{1,60}$/.test(name) ? name : '(unreadable member name)');
  const walk = (at: unknown, path: string): void => {
    if (found.length === 100) return;
    if (typeof at === 'string') {
      if (!isPlainText(at)) found.push(path === '' ? '(whole)' : path);
    } else if (Array.isArray(at))
      at.forEach((item, index) => {
        walk(item, `${path}[${index}]`);
      });
    else if (typeof at === 'object' && at !== null)
      for (const [name, member] of Object.entries(at))
        walk(member, path === '' ? nameOf(name) : `${path}.${nameOf(name)}`);
  };
  walk(value, '');
  return found;
}
