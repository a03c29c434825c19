import {
  canonicalText,
  decodeBase64url,
  encodeBase64url,
  OriginError,
  parseCanonical,
} from '@origin-ledger/model';

/** Where a page ended, and of which list: a cursor of another list is refused. */
export interface Cursor {
  readonly list: string;
  readonly after: number | string;
}

export const writeCursor = (cursor: Cursor): string => encodeBase64url(canonicalText(cursor));

/** @throws OriginError CURSOR_INVALID */
export function readCursor(
  text: string | undefined,
  list: string,
  type: 'number' | 'string',
): Cursor | undefined {
  if (text === undefined) return undefined;
  const bytes = decodeBase64url(text);
  const value = bytes === undefined ? undefined : parseCanonical(bytes);
  const cursor = value as Partial<Cursor> | null | undefined;
  if (typeof cursor !== 'object' || cursor === null || cursor.list !== list || typeof cursor.after !== type)
    throw new OriginError('CURSOR_INVALID', { boxes: ['cursor'], stage: 'query' });
  return cursor as Cursor;
}

const MOST = 200;
const USUAL = 50;

/**
 * How many items a page may have.
 * @throws OriginError BODY_INVALID
 */
export function readLimit(text: string | undefined): number {
  if (text === undefined) return USUAL;
  const limit = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST) throw new OriginError('BODY_INVALID', { boxes: ['limit'], stage: 'query' });
  return limit;
}

/** Cuts one row more than asked for into a page and the cursor of the next. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorAt: (row: Row) => Cursor,
): { readonly rows: readonly Row[]; readonly next?: string } {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined
    ? { rows: rows.slice(0, limit), next: writeCursor(cursorAt(last)) }
    : { rows };
}
