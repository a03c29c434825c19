import { canonicalText, OriginError, unplainTexts } from '@origin-ledger/model';

/** NFC, so that equal texts have equal bytes: how they were typed does not matter. */
export function inNormalForm(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(inNormalForm);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, inNormalForm(member)]),
  );
}

/**
 * The exact text of contents to commit to: RFC 8785 of their normal form.
 * @throws OriginError DOCUMENT_INVALID with each box whose text says nothing, or hides what it says
 */
export function contentsText(contents: object, box: string): string {
  const normal = inNormalForm(contents);
  const unplain = unplainTexts(normal);
  if (unplain.length > 0)
    throw new OriginError('DOCUMENT_INVALID', {
      boxes: unplain.map((path) => `${box}.${path}`),
      stage: 'request',
    });
  return canonicalText(normal);
}
