import {
  commitmentOf,
  OriginError,
  readDocument,
  type DocumentAnswer,
  type FormDDocument,
} from '@origin-ledger/model';

/** Contents that hash to their commitment. */
export interface ReceivedDocument {
  readonly name: string;
  /** The exact text committed to. */
  readonly text: string;
  readonly commitment: string;
  readonly document: FormDDocument;
}

/**
 * Checks contents that were received: their text is the one committed to, and every box has its form.
 * @throws OriginError PARCEL_MISMATCH, PARCEL_NOT_CANONICAL, DOCUMENT_INVALID
 * @example
 * const { document } = checkReceivedDocument(answer);
 */
export function checkReceivedDocument(answer: DocumentAnswer): ReceivedDocument {
  const { name, document: text, commitment } = answer;
  if (commitmentOf(text) !== commitment)
    throw new OriginError('PARCEL_MISMATCH', { boxes: ['document'], stage: 'query' });
  return { name, text, commitment, document: readDocument(text, 'document') };
}
