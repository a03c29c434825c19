import type {
  ApplicationState,
  ApplicationStepAnswer,
  ApplicationStepView,
  ApplicationView,
  PrecheckAnswer,
} from '@origin-ledger/model';
import type { DocumentToIssue } from '../requests/document-to-issue.js';
import type { PreparedRequest } from '../requests/prepared-request.js';
import type { AppliedDocument, Reason } from './prepare-application.js';

/** Which applications a list shows. */
export interface ApplicationFilter {
  readonly state?: ApplicationState;
  /** Applications a page; the gateway has a limit of its own. */
  readonly limit?: number;
}

/** An application, what it says checked against its commitment. */
export interface ReadApplication {
  readonly application: ApplicationView;
  readonly document: AppliedDocument;
  readonly steps: readonly (Omit<ApplicationStepView, 'reason'> & { readonly reason?: Reason })[];
}

/** A step that was taken, and the request that asked for it. */
export interface TakenStep {
  readonly answer: ApplicationStepAnswer;
  readonly prepared: PreparedRequest;
}

/** Applications for certificates, at the gateway of the own member. Every method throws OriginApiError, by code. */
export interface ApplicationsClient {
  /**
   * Everything the gateway's pre-check finds in a document, by the forms as the register has them.
   * @example
   * const { acceptable, findings } = await client.applications.check(document);
   */
  check(document: AppliedDocument, options?: { readonly submitted?: string }): Promise<PrecheckAnswer>;

  /**
   * Keeps a draft, seen by its applicant alone; with `application` in the place of an earlier draft.
   * @example
   * const { answer } = await client.applications.draft({ form: 'D' });
   */
  draft(document: AppliedDocument, options?: { readonly application?: string }): Promise<TakenStep>;

  /**
   * Signs the declaration of box 11 and hands it in; with `application` a draft, or what was returned.
   * @throws OriginApiError APPLICATION_FINDINGS with the boxes of every error
   * @example
   * const { answer } = await client.applications.submit(document);
   */
  submit(document: AppliedDocument, options?: { readonly application?: string }): Promise<TakenStep>;

  /**
   * Withdraws an application that is not decided.
   * @example
   * await client.applications.withdraw(application);
   */
  withdraw(application: string): Promise<TakenStep>;

  /**
   * Officers: gives an application back for supplement.
   * @example
   * await client.applications.return(application, { text: 'weight', boxes: ['items[0].quantity.value'] });
   */
  return(application: string, reason: Reason): Promise<TakenStep>;

  /**
   * Officers: refuses an application for good.
   * @example
   * await client.applications.refuse(application, { text: 'the goods do not originate' });
   */
  refuse(application: string, reason: Reason): Promise<TakenStep>;

  /**
   * Signs a step and sends nothing: to be kept, or handed over with {@link ApplicationsClient.take}.
   * @example
   * const prepared = await client.applications.prepare('submit', { document });
   */
  prepare(
    step: 'draft' | 'submit' | 'withdraw' | 'return' | 'refuse',
    contents: {
      readonly application?: string;
      readonly document?: AppliedDocument;
      readonly reason?: Reason;
    },
  ): Promise<PreparedRequest>;

  /**
   * Hands over a signed step. Repeating it is harmless: it is taken once.
   * @example
   * const { state } = await client.applications.take(prepared);
   */
  take(prepared: PreparedRequest): Promise<ApplicationStepAnswer>;

  /**
   * An application with what it says and every step; its certificate once there is one.
   * @example
   * const { application } = await client.applications.read(id);
   */
  read(application: string): Promise<ReadApplication>;

  /**
   * Applications, latest first: an exporter's own; for officers all that were handed in.
   * @example
   * for await (const { id } of client.applications.list({ state: 'SUBMITTED' })) console.log(id);
   */
  list(filter?: ApplicationFilter): AsyncIterable<ApplicationView>;

  /**
   * Officers: the document to issue on an application, which names it; FOB prices that rule 25 does not show are left out.
   * @param options.place of certification (box 12), where the application does not tell it
   * @example
   * await client.issue([await client.applications.document(id, { place: 'Hanoi' })], { office: 'HAN' });
   */
  document(application: string, options?: { readonly place?: string }): Promise<DocumentToIssue>;
}
