import {
  commitmentOf,
  documentBox,
  OriginError,
  referenceText,
  send,
  signRequest,
  type CertificateReference,
} from '@origin-ledger/model';
import type { HolderKey } from '../keys/holder-key.js';
import { freshRequestId, issuedAt, type PreparedRequest, type RequestOptions } from './prepared-request.js';

export interface PrepareSendOptions extends RequestOptions {
  readonly reference: CertificateReference;
  readonly importing: string;
  /** Commitment on record. */
  readonly commitment: string;
  /** Last act on the certificate its signer saw. */
  readonly after?: string;
  /** The exact text committed to; the own gateway holds it already where it took the issue. */
  readonly document?: string;
}

/**
 * Builds and signs the request to send a certificate to the importing member. Needs no connection.
 * @throws OriginError PARCEL_MISMATCH when the document is not the one committed to
 * @example
 * const prepared = await prepareSend(key, { audience, reference, importing: 'SG', commitment, after });
 */
export async function prepareSend(key: HolderKey, options: PrepareSendOptions): Promise<PreparedRequest> {
  const { reference, importing, commitment, after, document, audience, lifetime } = options;
  if (document !== undefined && commitmentOf(document) !== commitment)
    throw new OriginError('PARCEL_MISMATCH', { boxes: ['document'], stage: 'request' });
  const jti = freshRequestId();
  const request = await signRequest(key, {
    iss: key.holder,
    aud: audience,
    op: send.op,
    args: { reference, importing },
    parcels: [{ box: documentBox(reference), commitment, readers: [reference.member, importing] }],
    iat: issuedAt(options.now),
    jti,
    ...(after === undefined ? {} : { after }),
    ...(lifetime === undefined ? {} : { lifetime }),
  });
  return {
    id: `${key.kid}.${jti}`,
    request,
    parcels: document === undefined ? [] : [document],
    references: [referenceText(reference)],
  };
}
