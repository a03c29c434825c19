import {
  declaredOtherwise,
  OriginError,
  referenceText,
  stateAfter,
  type ApplicationContents,
  type ErrorCode,
  type FormDDocument,
  type ParsedRequest,
} from '@origin-ledger/model';
import type { PresentParcels } from '../contents/present-parcel.js';
import type { ApplicationStore } from './application-store.js';

/** A document to be issued that names its application. */
export interface NamedApplication {
  readonly application: string;
  readonly document: FormDDocument;
  /** Where the document stands in the submission. */
  readonly box: string;
}

/** How many parcels, from the first on, are documents that an operation issues; the others are reasons and balances. */
const DOCUMENTS: ReadonlyMap<string, number> = new Map([
  ['certificate.issue/1', Infinity],
  ['certificate.replace/1', 1],
  ['certificate.back-to-back/1', 1],
]);

/** Which applications a request issues certificates on; its documents are known to be well-formed. */
export function namedApplications({ claims }: ParsedRequest, present: PresentParcels): NamedApplication[] {
  return claims.parcels.slice(0, DOCUMENTS.get(claims.op) ?? 0).flatMap(({ commitment }, index) => {
    const document = present.get(commitment)?.said as FormDDocument | undefined;
    const application = document?.declaration.application;
    return document === undefined || application === undefined
      ? []
      : [{ application, document, box: `parcels[${index}]` }];
  });
}

/** Ties certificates to the applications they are issued on. */
export class IssueLinks {
  readonly #store: ApplicationStore;

  constructor(store: ApplicationStore) {
    this.#store = store;
  }

  /**
   * Each application was handed in, is not decided yet, and says the same as its certificate.
   * @param operation id of the request that issues
   * @throws OriginError APPLICATION_UNKNOWN, APPLICATION_STATE, APPLICATION_DISAGREES
   */
  check(named: readonly NamedApplication[], operation: string): void {
    if (named.length === 0) return;
    this.#store.settle(new Date().toISOString());
    this.#checkStates(named, operation);
    for (const { application, document, box } of named) {
      const declared = this.#store.step(this.#store.find(application)?.declared ?? '')?.parcel ?? '{}';
      const { document: applied } = JSON.parse(declared) as ApplicationContents;
      const boxes = declaredOtherwise(document, applied).map((path) => `${box}.${path}`);
      if (boxes.length > 0) throw new OriginError('APPLICATION_DISAGREES', { boxes, stage: 'request' });
    }
  }

  /**
   * A signer's `jti` names one request of his for ever: one that was a step of an application never acts.
   * @throws OriginError JTI_REUSED
   */
  checkUnused(act: string): void {
    if (this.#store.step(act) !== undefined)
      throw new OriginError('JTI_REUSED', { boxes: ['jti'], stage: 'request' });
  }

  /**
   * Inside the SQL transaction that journals the request: from here on the applications wait for its outcome.
   * @throws OriginError as {@link IssueLinks.check} and {@link IssueLinks.checkUnused}, when one was taken meanwhile
   */
  take(named: readonly NamedApplication[], operation: string): void {
    this.checkUnused(operation);
    this.#checkStates(named, operation);
    for (const { application, document } of named)
      this.#store.issuing(application, operation, referenceText(document.reference));
  }

  #checkStates(named: readonly NamedApplication[], operation: string): void {
    const seen = new Set<string>();
    for (const { application, box } of named) {
      const refuse = (code: ErrorCode): OriginError =>
        new OriginError(code, { boxes: [`${box}.declaration.application`], stage: 'request' });
      const row = this.#store.find(application);
      if (row?.submitted !== 1) throw refuse('APPLICATION_UNKNOWN');
      const own = row.state === 'ISSUING' && row.operation === operation;
      const free = stateAfter(row.state, 'issue') !== undefined;
      if (seen.has(application) || !(free || own)) throw refuse('APPLICATION_STATE');
      seen.add(application);
    }
  }
}
