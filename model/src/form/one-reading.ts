/** Boxes whose codes are written in capitals, by the end of their path. */
const CAPITALS =
  /(^form|country|production|importing|accumulatedFrom\[\d+\]|quantity\.unit|packages\.type|fob\.currency|portOfDischarge|originCriterion)$/;
const AMOUNTS = /(quantity\.value|fob\.amount|deMinimisPercent)$/;
const TARIFF = /\b(hs|exportedHs)$/;

/**
 * A document as its form spells it, where what somebody wrote has one reading only: `0901.11` is 090111, `36000.00` and
 * the number 36000 are "36000", `kgm` is KGM. What could be read in two ways (`36,000`, `10/11/2025`, a lost leading
 * zero) stays as it is, for the pre-check to name. Nothing is ever signed but what this returns.
 */
export function inOneReading(document: unknown, path = ''): unknown {
  if (typeof document === 'string') return spelled(document, path);
  if (typeof document === 'number') return AMOUNTS.test(path) ? amount(document.toString()) : document;
  if (Array.isArray(document)) return document.map((item, index) => inOneReading(item, `${path}[${index}]`));
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, member]) => [
      name,
      inOneReading(member, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

function spelled(text: string, path: string): string {
  const written = text.replaceAll('\r\n', '\n').trim();
  if (CAPITALS.test(path)) return /^[\x20-\x7e]+$/.test(written) ? written.toUpperCase() : written;
  if (AMOUNTS.test(path)) return amount(written);
  // Points, and blanks between groups of digits; anything else is more than a spelling.
  if (TARIFF.test(path) && /^\d{2,4}(?:[. ]\d{2})+$/.test(written)) return written.replaceAll(/[. ]/g, '');
  return written;
}

/** Zeros at the end say nothing; a comma may group digits or part them, so it stays. */
const amount = (text: string): string => (/^\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text);
