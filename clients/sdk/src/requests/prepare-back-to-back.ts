import { documentBox, type CertificateView, type Draw } from '@origin-ledger/model';
import type { HolderKey } from '../keys/holder-key.js';
import { balanceParcels, type BalanceBefore } from './balance-parcels.js';
import { contentsReaders } from './contents-readers.js';
import type { DocumentToIssue } from './document-to-issue.js';
import { prepareAct } from './prepare-act.js';
import { completeDocument, type IssueOptions } from './prepare-issue.js';
import { today, type PreparedRequest, type RequestOptions } from './prepared-request.js';

export interface OriginalToDraw {
  /** The original as it stands. */
  readonly view: CertificateView;
  readonly before: BalanceBefore;
  readonly items: Draw['items'];
}

export interface PrepareBackToBackOptions extends IssueOptions, RequestOptions {
  /** The new document; its flag names the originals. */
  readonly document: DocumentToIssue;
  /** All of one first exporting member. */
  readonly originals: readonly OriginalToDraw[];
  /** Minutes east of UTC of the intermediate member: the day of issue is counted there. */
  readonly utcOffsetMinutes: number;
}

/**
 * Builds and signs the request that issues a back-to-back certificate and draws on its originals. Needs no connection.
 * @throws OriginError QUANTITY_EXCEEDED, BALANCE_INVALID, DOCUMENT_INVALID, DOCUMENT_DISAGREES, REQUEST_CLAIMS
 * @example
 * const prepared = await prepareBackToBack(key, { audience, utcOffsetMinutes: 480, document, originals });
 */
export async function prepareBackToBack(
  key: HolderKey,
  options: PrepareBackToBackOptions,
): Promise<PreparedRequest> {
  const { originals, ...rest } = options;
  const issued = today(options);
  const references = originals.map(({ view }) => view.record.reference);
  const flagged: DocumentToIssue = {
    ...options.document,
    flags: {
      ...options.document.flags,
      backToBack: {
        originals: originals.map(({ view: { record } }) => ({
          reference: record.reference,
          date: record.issued,
        })),
      },
    },
  };
  const { document, text, certificate } = completeDocument(flagged, rest, key, issued, 'document');
  // That it is back-to-back follows from the operation.
  const stated = Object.fromEntries(Object.entries(certificate).filter(([name]) => name !== 'backToBack'));
  const { audience, now, lifetime } = options;
  return prepareAct(key, {
    audience,
    ...(now === undefined ? {} : { now }),
    ...(lifetime === undefined ? {} : { lifetime }),
    op: 'certificate.back-to-back/1',
    args: { certificate: stated, first: references[0]?.member, originals: references },
    parcels: [
      {
        box: documentBox(document.reference),
        readers: contentsReaders(document, options.formOf),
        contents: text,
      },
      ...originals.flatMap(({ view, before, items }) => balanceParcels(view, before, [{ items }])),
    ],
  });
}
