import {
  ApplicationAnswer,
  ApplicationPage,
  ApplicationStepAnswer,
  commitmentOf,
  inOneReading,
  parseRequest,
  PrecheckAnswer,
  validatorOf,
  withoutHiddenFob,
  type ApplicationContents,
  type ApplicationReason,
  type ApplicationView,
  type MemberRecord,
} from '@origin-ledger/model';
import { OriginApiError } from '../errors/origin-api-error.js';
import type { RegisterForms } from '../forms/register-forms.js';
import { exchange, jsonOf } from '../http/http.js';
import { withRetries } from '../http/retry.js';
import { resource, type Session } from '../http/session.js';
import { everyItem } from '../queries/pages.js';
import type { SignedQueries } from '../queries/signed-queries.js';
import type { DocumentToIssue } from '../requests/document-to-issue.js';
import type { PreparedRequest } from '../requests/prepared-request.js';
import type {
  ApplicationFilter,
  ApplicationsClient,
  ReadApplication,
  TakenStep,
} from './applications-client.js';
import {
  prepareApplication,
  type AppliedDocument,
  type PrepareApplicationOptions,
  type Reason,
} from './prepare-application.js';

const answers = validatorOf(ApplicationAnswer);
const pages = validatorOf(ApplicationPage);
const steps = validatorOf(ApplicationStepAnswer);
const prechecks = validatorOf(PrecheckAnswer);

/** Steps that bring what an application says. */
const DECLARING = new Set(['application.draft/1', 'application.submit/1']);

export interface ApplicationsOptions {
  readonly session: Session;
  readonly queries: SignedQueries;
  readonly audience: () => Promise<string>;
  readonly ownMember: () => Promise<Pick<MemberRecord, 'utcOffsetMinutes'>>;
  readonly forms: RegisterForms;
  /** Turns what the model refuses into errors of this client. */
  readonly modelled: <T>(run: () => T | Promise<T>) => Promise<T>;
}

/** Applications over HTTP. */
export class Applications implements ApplicationsClient {
  readonly #options: ApplicationsOptions;

  constructor(options: ApplicationsOptions) {
    this.#options = options;
  }

  check(
    document: AppliedDocument,
    { submitted }: { readonly submitted?: string } = {},
  ): Promise<PrecheckAnswer> {
    return this.#options.queries.ask({
      path: '/v1/prechecks',
      method: 'POST',
      validator: prechecks,
      body: { document: inOneReading(document), ...(submitted === undefined ? {} : { submitted }) },
    });
  }

  draft(
    document: AppliedDocument,
    { application }: { readonly application?: string } = {},
  ): Promise<TakenStep> {
    return this.#taken('draft', { document, ...(application === undefined ? {} : { application }) });
  }

  submit(
    document: AppliedDocument,
    { application }: { readonly application?: string } = {},
  ): Promise<TakenStep> {
    return this.#taken('submit', { document, ...(application === undefined ? {} : { application }) });
  }

  withdraw(application: string): Promise<TakenStep> {
    return this.#taken('withdraw', { application });
  }

  return(application: string, reason: Reason): Promise<TakenStep> {
    return this.#taken('return', { application, reason });
  }

  refuse(application: string, reason: Reason): Promise<TakenStep> {
    return this.#taken('refuse', { application, reason });
  }

  async prepare(
    step: PrepareApplicationOptions['step'],
    {
      application,
      document,
      reason,
    }: { readonly application?: string; readonly document?: AppliedDocument; readonly reason?: Reason },
  ): Promise<PreparedRequest> {
    const { session, audience, ownMember, modelled } = this.#options;
    const seen = application === undefined ? undefined : (await this.#ask(application)).application;
    const { utcOffsetMinutes } = await ownMember();
    const aud = await audience();
    return modelled(() =>
      prepareApplication(session.key, {
        step,
        audience: aud,
        now: session.clock.now(),
        utcOffsetMinutes,
        ...(document === undefined ? {} : { document }),
        ...(reason === undefined ? {} : { reason }),
        ...(seen === undefined ? {} : { on: { application: seen.id, after: seen.lastStep } }),
      }),
    );
  }

  take({ request, parcels }: PreparedRequest): Promise<ApplicationStepAnswer> {
    const { base, fetch, timeoutSeconds, retries } = this.#options.session;
    const body = JSON.stringify({ request, parcels });
    return withRetries(async () => {
      const value = jsonOf(
        await exchange(fetch, {
          method: 'POST',
          url: resource(base, '/v1/applications'),
          headers: { 'content-type': 'application/json' },
          body,
          timeoutSeconds,
        }),
      );
      if (!steps.is(value))
        throw new OriginApiError('ANSWER_INVALID', { boxes: steps.problems(value), stage: 'submit' });
      return value;
    }, retries);
  }

  async read(application: string): Promise<ReadApplication> {
    const answer = await this.#ask(application);
    const { document } = JSON.parse(answer.contents) as ApplicationContents;
    return {
      application: answer.application,
      document,
      steps: answer.steps.map(({ reason, ...step }) => {
        if (reason === undefined) return step;
        const { text, boxes } = JSON.parse(reason) as ApplicationReason;
        return { ...step, reason: { text, boxes } };
      }),
    };
  }

  list({ state, limit }: ApplicationFilter = {}): AsyncIterable<ApplicationView> {
    return everyItem(this.#options.queries, {
      path: '/v1/applications',
      validator: pages,
      parameters: { state, limit: limit?.toString() },
    });
  }

  async document(application: string, { place }: { readonly place?: string } = {}): Promise<DocumentToIssue> {
    const { document } = await this.read(application);
    const { holder } = this.#options.session.key;
    // What was handed in has passed the pre-check: every box has its form.
    const applied = document as unknown as DocumentToIssue;
    const { declaration, certification } = applied;
    const form = (await this.#options.forms.knowing([applied.form]))(applied.form);
    const exporting = holder.split(':')[0] ?? '';
    const stated = (certification as Partial<DocumentToIssue['certification']> | undefined)?.place;
    return {
      ...withoutReference(applied),
      declaration: { ...declaration, application },
      certification: { place: place ?? stated ?? declaration.place },
      items:
        form === undefined
          ? applied.items
          : withoutHiddenFob(applied.items, form, exporting, declaration.importing),
    };
  }

  async #taken(
    step: PrepareApplicationOptions['step'],
    contents: Parameters<Applications['prepare']>[1],
  ): Promise<TakenStep> {
    const prepared = await this.prepare(step, contents);
    return { prepared, answer: await this.take(prepared) };
  }

  async #ask(application: string): Promise<ApplicationAnswer> {
    const path = `/v1/applications/${encodeURIComponent(application)}`;
    const answer = await this.#options.queries.ask({ path, validator: answers });
    // Not the gateway's word counts, but the commitment its applicant signed.
    const signed = answer.steps.findLast(({ op }) => DECLARING.has(op))?.request ?? '';
    const commitment = await this.#options.modelled(() => parseRequest(signed).claims.parcels[0]?.commitment);
    if (commitmentOf(answer.contents) !== commitment)
      throw new OriginApiError('PARCEL_MISMATCH', { boxes: ['contents'], stage: 'query' });
    return answer;
  }
}

/** The number is the authority's to give. */
const withoutReference = (document: DocumentToIssue): DocumentToIssue =>
  Object.fromEntries(
    Object.entries(document).filter(([name]) => name !== 'reference' && name !== 'salt'),
  ) as unknown as DocumentToIssue;
