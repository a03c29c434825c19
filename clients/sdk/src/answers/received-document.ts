import {
  commitmentOf,
  OriginError,
  parseCanonical,
  readDocument,
  type DocumentAnswer,
  type Form,
  type FormDDocument,
} from '@origin-ledger/model';

/** Contents that hash to their commitment. */
export interface ReceivedDocument {
  readonly name: string;
  /** The exact text committed to. */
  readonly text: string;
  readonly commitment: string;
  readonly document: FormDDocument;
  /** What passed with a warning at its issue (OCP 16.1): for the two states alone, as the contents are. */
  readonly findings: NonNullable<DocumentAnswer['findings']>;
}

/** The code of the form that contents name, before anything else of them is looked at; empty where they name none. */
export function formNamedIn({ document }: DocumentAnswer): string {
  const contents = parseCanonical(document);
  const form =
    typeof contents === 'object' && contents !== null && 'form' in contents ? contents['form'] : '';
  return typeof form === 'string' ? form : '';
}

/**
 * Checks contents that were received: their text is the one committed to, and every box has its form.
 * @param form what the register says of the document's form, where it says more than the tables of this package
 * @throws OriginError PARCEL_MISMATCH, PARCEL_NOT_CANONICAL, DOCUMENT_INVALID
 * @example
 * const { document } = checkReceivedDocument(answer);
 */
export function checkReceivedDocument(answer: DocumentAnswer, form?: Form): ReceivedDocument {
  const { name, document: text, commitment, findings = [] } = answer;
  if (commitmentOf(text) !== commitment)
    throw new OriginError('PARCEL_MISMATCH', { boxes: ['document'], stage: 'query' });
  return { name, text, commitment, document: readDocument(text, 'document', form), findings };
}
