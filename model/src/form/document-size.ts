import { MOST_PARCEL_BYTES } from '../parcel/parcel-size.js';
import type { Form } from './form-definition.js';

/** All boxes but the items, text in any script. */
const HEAD_BYTES = 32 * 1024;
/** Boxes 5 to 10 of one item: a description of 2000 characters in any script, and its invoices. */
const ITEM_BYTES = 8 * 1024;
/** Items of a document that names no form yet. */
const USUAL_ITEMS = 50;

/** Bytes that a document may take: a form says how many items it has at most. */
export const documentBytes = (form: Pick<Form, 'itemLimit'> | undefined): number =>
  Math.min(MOST_PARCEL_BYTES, HEAD_BYTES + (form?.itemLimit ?? USUAL_ITEMS) * ITEM_BYTES);
