import { documentBox, type CertificateView, type Json } from '@origin-ledger/model';
import { readersOf } from '../acts.js';
import type { HolderKey } from '../keys/holder-key.js';
import { contentsReaders } from './contents-readers.js';
import type { DocumentToIssue } from './document-to-issue.js';
import { prepareAct } from './prepare-act.js';
import { completeDocument, type IssueOptions } from './prepare-issue.js';
import { today, type PreparedRequest, type RequestOptions } from './prepared-request.js';

export interface PrepareReplaceOptions extends IssueOptions, RequestOptions {
  /** The certificate with errors, as it stands. */
  readonly view: CertificateView;
  /** The new document. */
  readonly document: DocumentToIssue;
  readonly reason: string;
  /** Minutes east of UTC of the issuing member: the day of issue is counted there. */
  readonly utcOffsetMinutes: number;
}

/**
 * Builds and signs the request that issues a certificate in the place of one with errors, which ends in the same
 * step. Needs no connection.
 * @throws OriginError DOCUMENT_INVALID, DOCUMENT_DISAGREES, RETROACTIVE_FLAG, RETROACTIVE_LATE, REQUEST_CLAIMS
 * @example
 * const prepared = await prepareReplace(key, {
 *   audience, utcOffsetMinutes: 420, view, document: formD, office: 'HAN', reason: 'weight of item 2',
 * });
 */
export async function prepareReplace(
  key: HolderKey,
  options: PrepareReplaceOptions,
): Promise<PreparedRequest> {
  const { view, reason, ...rest } = options;
  const issued = today(options);
  const { document, text, certificate } = completeDocument(options.document, rest, key, issued, 'document');
  const said: { readonly [member: string]: Json } = { reason };
  return prepareAct(key, {
    ...rest,
    op: 'certificate.replace/1',
    args: { reference: view.record.reference, certificate },
    parcels: [
      {
        box: documentBox(document.reference),
        readers: contentsReaders(document, options.formOf),
        contents: text,
      },
      { box: `reason ${view.name}`, readers: readersOf(view), contents: said },
    ],
    after: view.lastAct,
  });
}
