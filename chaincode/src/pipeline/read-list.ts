import { OriginError } from '@origin-ledger/model';

/** As many as one transaction takes. */
const MOST_ENTRIES = 500;
/** More than so many entries are written in: a longer text is not read at all. */
const MOST_CHARACTERS = 128 * 1024;

/**
 * Reads an argument that is a JSON array of different entries, 1 to 500; what an entry may be is for the caller to say.
 * @throws OriginError REQUEST_CLAIMS
 */
export function readList(text: string, box: string): readonly unknown[] {
  const list = text.length > MOST_CHARACTERS ? undefined : parsed(text);
  if (
    !Array.isArray(list) ||
    list.length === 0 ||
    list.length > MOST_ENTRIES ||
    new Set(list).size < list.length
  )
    throw new OriginError('REQUEST_CLAIMS', { boxes: [box], stage: 'contract' });
  return list;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
