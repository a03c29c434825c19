import {
  commitmentOf,
  OriginError,
  receive,
  referenceText,
  signRequest,
  type CertificateReference,
} from '@origin-ledger/model';
import type { HolderKey } from '../keys/holder-key.js';
import { freshRequestId, issuedAt, type PreparedRequest, type RequestOptions } from './prepared-request.js';

export interface PrepareReceiveOptions extends RequestOptions {
  readonly reference: CertificateReference;
  /** Commitment on record. */
  readonly commitment: string;
  /** The contents as read back: nobody confirms what he does not hold. */
  readonly document: string;
  /** Last act on the certificate its signer saw. */
  readonly after?: string;
}

/**
 * Builds and signs the confirmation that the contents of a certificate have arrived. Needs no connection.
 * @throws OriginError COMMITMENT_MISMATCH when the document is not the one on record
 * @example
 * const prepared = await prepareReceive(key, { audience, reference, commitment, document: text, after });
 */
export async function prepareReceive(
  key: HolderKey,
  options: PrepareReceiveOptions,
): Promise<PreparedRequest> {
  const { reference, commitment, document, after, audience, lifetime } = options;
  if (commitmentOf(document) !== commitment)
    throw new OriginError('COMMITMENT_MISMATCH', { boxes: ['document'], stage: 'request' });
  const jti = freshRequestId();
  const request = await signRequest(key, {
    iss: key.holder,
    aud: audience,
    op: receive.op,
    args: { reference, commitment },
    iat: issuedAt(options.now),
    jti,
    ...(after === undefined ? {} : { after }),
    ...(lifetime === undefined ? {} : { lifetime }),
  });
  return { id: `${key.kid}.${jti}`, request, parcels: [], references: [referenceText(reference)] };
}
