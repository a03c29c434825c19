import type { ApplicationRequest } from '@origin-ledger/model';

/** Bytes that a step takes in the store. */
export const bytesOf = ({ request, text }: Pick<ApplicationRequest, 'request' | 'text'>): number =>
  Buffer.byteLength(request.jws) + (text === undefined ? 0 : Buffer.byteLength(text));
