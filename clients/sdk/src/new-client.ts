import {
  CertificateAnswer,
  CertificatePage,
  checkAgreement,
  commitmentOf,
  documentBox,
  DocumentAnswer,
  HistoryPage,
  KeyAnswer,
  KeyPage,
  MemberPage,
  OriginError,
  ParcelPage,
  registerPages,
  StatusAnswer,
  TrackingAnswer,
  validatorOf,
  VerificationAnswer,
  WorkPage,
  type ActView,
  type CertificateView,
  type Draw,
  type Form,
  type KeyRecord,
  type MemberRecord,
  type NetworkAnswer,
  type Operation,
  type ParcelView,
  type RegisterEntries,
  type RegisterList,
  type Validator,
  type WorkView,
} from '@origin-ledger/model';
import {
  certificateActs,
  decisionAct,
  type Contents,
  onCertificate,
  type CertificateAct,
  type DecideOptions,
} from './acts.js';
import { Applications } from './applications/applications.js';
import type { ApplicationsClient } from './applications/applications-client.js';
import { checkReceivedDocument, formNamedIn, type ReceivedDocument } from './answers/received-document.js';
import type { GatewayKeys } from './answers/verify-answer.js';
import type {
  CertificateFilter,
  ClientOptions,
  OriginClient,
  ParcelFilter,
  Performed,
  ReceivedParcel,
  WorkFilter,
} from './client.js';
import { errorFromModel, OriginApiError } from './errors/origin-api-error.js';
import { RegisterForms } from './forms/register-forms.js';
import { once } from './http/once.js';
import type { Session } from './http/session.js';
import { Operations, type SubmitOptions, type WaitOptions } from './operations/operations.js';
import { everyItem, type Page } from './queries/pages.js';
import { PublicQueries } from './queries/public-queries.js';
import { SignedQueries } from './queries/signed-queries.js';
import type { DocumentToIssue } from './requests/document-to-issue.js';
import { prepareAct, type PrepareActOptions } from './requests/prepare-act.js';
import type { BalanceBefore } from './requests/balance-parcels.js';
import { prepareBackToBack, type OriginalToDraw } from './requests/prepare-back-to-back.js';
import { prepareIssue, type IssueOptions } from './requests/prepare-issue.js';
import { prepareReceive } from './requests/prepare-receive.js';
import { prepareReplace } from './requests/prepare-replace.js';
import { prepareSend } from './requests/prepare-send.js';
import { prepareUtilise } from './requests/prepare-utilise.js';
import type { PreparedRequest } from './requests/prepared-request.js';
import { selfCertificationActs, type OriginDeclaration } from './self-certification.js';

const certificateAnswer = validatorOf(CertificateAnswer);
const certificatePage = validatorOf(CertificatePage);
const documentAnswer = validatorOf(DocumentAnswer);
const historyPage = validatorOf(HistoryPage);
const keyAnswer = validatorOf(KeyAnswer);
const keyPage = validatorOf(KeyPage);
const memberPage = validatorOf(MemberPage);
const parcelPage = validatorOf(ParcelPage);
const trackingAnswer = validatorOf(TrackingAnswer);
const workPage = validatorOf(WorkPage);
const statusAnswer = validatorOf(StatusAnswer);
const verificationAnswer = validatorOf(VerificationAnswer);

/** Whatever a gateway answers once it has taken the repetition of a delivery. */
const anyAnswer: Validator<unknown> = {
  schema: {},
  problems: () => [],
  is: (value): value is unknown => value !== undefined,
};

/**
 * A client for one gateway, in the name of one key's holder. Nothing is sent until a method is called.
 * @example
 * const client = newClient({ gateway: 'http://127.0.0.1:8080', key });
 * const { prepared } = await client.issue([formD], { office: 'HAN', departure: '2026-03-20' });
 */
export function newClient(options: ClientOptions): OriginClient {
  return new Client(options);
}

const certificatePath = (reference: string, rest = ''): string =>
  `/v1/certificates/${encodeURIComponent(reference)}${rest}`;

class Client implements OriginClient {
  readonly holder: string;
  readonly applications: ApplicationsClient;
  readonly #session: Session;
  readonly #public: PublicQueries;
  readonly #forms: RegisterForms;
  readonly #queries: SignedQueries;
  readonly #operations: Operations;
  readonly #network: () => Promise<NetworkAnswer>;
  readonly #ownMember: () => Promise<MemberRecord>;

  constructor({
    gateway,
    key,
    fetch,
    timeoutSeconds = 30,
    retries = true,
    signedAnswers = false,
  }: ClientOptions) {
    this.holder = key.holder;
    this.#session = {
      base: new URL(gateway),
      key,
      fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
      timeoutSeconds,
      retries,
    };
    this.#public = new PublicQueries(this.#session);
    this.#network = once(() => this.#public.network());
    this.#queries = new SignedQueries({
      session: this.#session,
      audience: () => this.#audience(),
      gatewayKeys: signedAnswers ? once(() => this.#public.gatewayKeys()) : undefined,
    });
    this.#operations = new Operations(this.#session, this.#queries);
    this.#ownMember = once(() => this.#findOwnMember());
    this.#forms = new RegisterForms(async () => {
      const entered: Form[] = [];
      for await (const { form } of this.register('forms')) entered.push(form);
      return entered;
    });
    this.applications = new Applications({
      forms: this.#forms,
      session: this.#session,
      queries: this.#queries,
      audience: () => this.#audience(),
      ownMember: () => this.#ownMember(),
      modelled: (run) => this.#modelled(run),
    });
  }

  network(): Promise<NetworkAnswer> {
    return this.#network();
  }

  async issue(
    documents: readonly DocumentToIssue[],
    options: IssueOptions & WaitOptions = {},
  ): Promise<Performed> {
    return this.#performed(await this.prepareIssue(documents, options), options);
  }

  async send(reference: string, options: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareSend(reference), options);
  }

  async receive(reference: string, options: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareReceive(reference), options);
  }

  async prepareIssue(
    documents: readonly DocumentToIssue[],
    options: IssueOptions = {},
  ): Promise<PreparedRequest> {
    const [audience, { utcOffsetMinutes }, formOf] = await Promise.all([
      this.#audience(),
      this.#ownMember(),
      this.#forms.knowing(documents.map(({ form }) => form)),
    ]);
    return this.#modelled(() =>
      prepareIssue(this.#session.key, { formOf, ...options, utcOffsetMinutes, documents, audience }),
    );
  }

  async prepareSend(reference: string): Promise<PreparedRequest> {
    const [audience, { record, lastAct }] = await Promise.all([
      this.#audience(),
      this.certificate(reference),
    ]);
    const { importing, commitment } = record;
    return this.#modelled(() =>
      prepareSend(this.#session.key, {
        audience,
        reference: record.reference,
        importing,
        commitment,
        after: lastAct,
      }),
    );
  }

  async prepareReceive(reference: string): Promise<PreparedRequest> {
    const audience = await this.#audience();
    const [{ record, lastAct }, { text, document }] = await Promise.all([
      this.certificate(reference),
      this.document(reference),
    ]);
    return this.#modelled(() => {
      checkAgreement(document, record, 'document');
      return prepareReceive(this.#session.key, {
        audience,
        reference: record.reference,
        commitment: record.commitment,
        document: text,
        after: lastAct,
      });
    });
  }

  async prepareAct(options: Omit<PrepareActOptions, 'audience'>): Promise<PreparedRequest> {
    const audience = await this.#audience();
    return this.#modelled(() => prepareAct(this.#session.key, { ...options, audience }));
  }

  async performAct(options: Omit<PrepareActOptions, 'audience'>, wait: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareAct(options), wait);
  }

  async act(reference: string, act: CertificateAct, options: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareOn(reference, act), options);
  }

  async prepareOn(reference: string, act: CertificateAct): Promise<PreparedRequest> {
    const view = await this.certificate(reference);
    return this.prepareAct({ ...onCertificate(view, act), after: view.lastAct });
  }

  decide(reference: string, decision: DecideOptions, options: WaitOptions = {}): Promise<Performed> {
    return this.act(reference, decisionAct(reference, decision), options);
  }

  cancel(reference: string, reason: string, options: WaitOptions = {}): Promise<Performed> {
    return this.act(reference, certificateActs.cancel(reason), options);
  }

  async prepareReplace(
    reference: string,
    document: DocumentToIssue,
    reason: string,
    options: IssueOptions = {},
  ): Promise<PreparedRequest> {
    const [audience, { utcOffsetMinutes }, view, formOf] = await Promise.all([
      this.#audience(),
      this.#ownMember(),
      this.certificate(reference),
      this.#forms.knowing([document.form]),
    ]);
    const stated = { formOf, ...options, utcOffsetMinutes, audience };
    return this.#modelled(() => prepareReplace(this.#session.key, { ...stated, view, document, reason }));
  }

  async replace(
    reference: string,
    document: DocumentToIssue,
    reason: string,
    options: IssueOptions & WaitOptions = {},
  ): Promise<Performed> {
    return this.#performed(await this.prepareReplace(reference, document, reason, options), options);
  }

  async prepareUtilise(reference: string, draws: readonly Draw[]): Promise<PreparedRequest> {
    const [audience, view] = await Promise.all([this.#audience(), this.certificate(reference)]);
    const before = await this.#before(view, 'import');
    return this.#modelled(() => prepareUtilise(this.#session.key, { audience, view, before, draws }));
  }

  async utilise(reference: string, draws: readonly Draw[], options: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareUtilise(reference, draws), options);
  }

  async prepareBackToBack(
    document: DocumentToIssue,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options: IssueOptions = {},
  ): Promise<PreparedRequest> {
    const [audience, { utcOffsetMinutes }] = await Promise.all([this.#audience(), this.#ownMember()]);
    const drawn = await this.#toDraw(originals);
    const formOf = await this.#forms.knowing([document.form]);
    return this.#modelled(() =>
      prepareBackToBack(this.#session.key, {
        ...{ formOf, ...options, utcOffsetMinutes, audience, document },
        originals: drawn,
      }),
    );
  }

  #toDraw(
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
  ): Promise<OriginalToDraw[]> {
    return Promise.all(
      originals.map(async ({ reference, items }) => {
        const view = await this.certificate(reference);
        return { view, items, before: await this.#before(view, 'reexport') };
      }),
    );
  }

  async declareBackToBack(
    declaration: OriginDeclaration,
    document: Contents,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options: WaitOptions = {},
  ): Promise<Performed> {
    const member = this.#session.key.holder.split(':')[0] ?? '';
    const drawn = await this.#toDraw(originals);
    const act = await this.#modelled(() =>
      selfCertificationActs.declareBackToBack(member, declaration, document, drawn),
    );
    return this.performAct(act, options);
  }

  async backToBack(
    document: DocumentToIssue,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options: IssueOptions & WaitOptions = {},
  ): Promise<Performed> {
    return this.#performed(await this.prepareBackToBack(document, originals, options), options);
  }

  parcels({ direction, state, limit }: ParcelFilter = {}): AsyncIterable<ParcelView> {
    return everyItem(this.#queries, {
      path: '/v1/parcels',
      validator: parcelPage,
      parameters: { direction, state, limit: limit?.toString() },
    });
  }

  parcel(commitment: string): Promise<ReceivedParcel> {
    return this.#contents(`/v1/parcels/${encodeURIComponent(commitment)}/document`);
  }

  async receiveParcel(commitment: string, options: WaitOptions = {}): Promise<Performed> {
    // Nobody confirms what he does not hold.
    await this.parcel(commitment);
    const prepared = await this.prepareAct({ op: 'parcel.receive/1', args: { commitment } });
    return this.#performed(prepared, options);
  }

  balance(reference: string, balance: 'import' | 'reexport' | 'joined'): Promise<ReceivedParcel> {
    return this.#contents(certificatePath(reference, `/balances/${balance}`));
  }

  async perform(prepared: PreparedRequest, options: WaitOptions = {}): Promise<Operation> {
    const waitSeconds = Math.min(30, options.timeoutSeconds ?? 30);
    const operation = await this.submit(prepared, { waitSeconds });
    return this.waitFor(operation, options);
  }

  submit(prepared: PreparedRequest, options?: SubmitOptions): Promise<Operation> {
    return this.#operations.submit(prepared, options);
  }

  waitFor(operation: Operation | string, options?: WaitOptions): Promise<Operation> {
    return this.#operations.waitFor(operation, options);
  }

  operation(id: string): Promise<Operation> {
    return this.#operations.operation(id);
  }

  async certificate(reference: string): Promise<CertificateView> {
    const path = certificatePath(reference);
    return (await this.#queries.ask({ path, validator: certificateAnswer })).certificate;
  }

  async certificateUnless(reference: string, lastAct: string): Promise<CertificateView | undefined> {
    const path = certificatePath(reference);
    const answer = await this.#queries.askUnless({ path, validator: certificateAnswer, unless: lastAct });
    return answer?.certificate;
  }

  async document(reference: string): Promise<ReceivedDocument> {
    const path = certificatePath(reference, '/document');
    const answer = await this.#queries.ask({ path, validator: documentAnswer });
    const form = formNamedIn(answer);
    const formOf = await this.#forms.knowing([form]);
    return this.#modelled(() => checkReceivedDocument(answer, formOf(form)));
  }

  history(reference: string): AsyncIterable<ActView> {
    return everyItem(this.#queries, { path: certificatePath(reference, '/history'), validator: historyPage });
  }

  verification(
    reference: string,
    { document }: { readonly document?: string } = {},
  ): Promise<VerificationAnswer> {
    return this.#queries.ask({
      path: certificatePath(reference, '/verification'),
      validator: verificationAnswer,
      parameters: { commitment: document === undefined ? undefined : commitmentOf(document) },
    });
  }

  certificates({ direction, transmission, limit }: CertificateFilter = {}): AsyncIterable<CertificateView> {
    return everyItem(this.#queries, {
      path: '/v1/certificates',
      validator: certificatePage,
      parameters: { direction, transmission, limit: limit?.toString() },
    });
  }

  async deliver(reference: string): Promise<void> {
    const path = certificatePath(reference, '/deliveries');
    await this.#queries.ask({ path, method: 'POST', validator: anyAnswer });
  }

  async deliverBalance(reference: string, balance: 'import' | 'reexport' | 'joined'): Promise<void> {
    const path = certificatePath(reference, `/balances/${balance}/deliveries`);
    await this.#queries.ask({ path, method: 'POST', validator: anyAnswer });
  }

  async deliverParcel(commitment: string): Promise<void> {
    const path = `/v1/parcels/${encodeURIComponent(commitment)}/deliveries`;
    await this.#queries.ask({ path, method: 'POST', validator: anyAnswer });
  }

  tracking(reference: string): Promise<TrackingAnswer> {
    return this.#queries.ask({
      path: certificatePath(reference, '/tracking'),
      validator: trackingAnswer,
    });
  }

  work({ by, overdue, limit }: WorkFilter = {}): AsyncIterable<WorkView> {
    return everyItem(this.#queries, {
      path: '/v1/work',
      validator: workPage,
      parameters: { by, overdue: overdue?.toString(), limit: limit?.toString() },
    });
  }

  register<L extends RegisterList>(list: L): AsyncIterable<RegisterEntries[L]> {
    // The schema of the list says so.
    const validator = validatorOf(registerPages[list]) as unknown as Validator<Page<RegisterEntries[L]>>;
    return everyItem(this.#queries, { path: `/v1/registry/${list}`, validator });
  }

  members(): AsyncIterable<MemberRecord> {
    return everyItem(this.#queries, { path: '/v1/registry/members', validator: memberPage });
  }

  keys(member?: string): AsyncIterable<KeyRecord> {
    return everyItem(this.#queries, {
      path: '/v1/registry/keys',
      validator: keyPage,
      parameters: { member },
    });
  }

  async registeredKey(kid: string): Promise<KeyRecord> {
    const path = `/v1/registry/keys/${encodeURIComponent(kid)}`;
    return (await this.#queries.ask({ path, validator: keyAnswer })).key;
  }

  status(): Promise<StatusAnswer> {
    return this.#queries.ask({ path: '/v1/status', validator: statusAnswer });
  }

  gatewayKeys(): Promise<GatewayKeys> {
    return this.#public.gatewayKeys();
  }

  openApi(): Promise<unknown> {
    return this.#public.openApi();
  }

  ready(): Promise<boolean> {
    return this.#public.ready();
  }

  metrics(): Promise<string> {
    return this.#public.metrics();
  }

  async #performed(prepared: PreparedRequest, options: WaitOptions): Promise<Performed> {
    return { operation: await this.perform(prepared, options), prepared };
  }

  /** What there is to draw from: the document until the first draw. */
  async #before(view: CertificateView, purpose: 'import' | 'reexport'): Promise<BalanceBefore> {
    const { name, record, reception } = view;
    const balance = reception?.balances?.joined === undefined ? purpose : 'joined';
    if (reception?.balances?.[balance] === undefined) {
      const { commitment, text } = await this.document(name);
      return { box: documentBox(record.reference), commitment, text };
    }
    const { commitment, text } = await this.balance(name, balance);
    return { box: `balance ${name}`, commitment, text };
  }

  async #contents(path: string): Promise<ReceivedParcel> {
    const { name, commitment, document } = await this.#queries.ask({ path, validator: documentAnswer });
    if (commitmentOf(document) !== commitment)
      throw new OriginApiError('PARCEL_MISMATCH', { boxes: ['document'], stage: 'query' });
    return { name, commitment, text: document };
  }

  async #audience(): Promise<string> {
    return (await this.#network()).audience;
  }

  /** The day of issue is counted in the signer's member's zone, which its entry states. */
  async #findOwnMember(): Promise<MemberRecord> {
    for await (const member of this.members()) {
      if (member.code === this.holder.split(':')[0]) return member;
    }
    throw new OriginApiError('MEMBER_NOT_REGISTERED', { stage: 'request' });
  }

  /** What the model refuses reaches callers as the same kind of error as a gateway's refusal. */
  async #modelled<T>(run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw error instanceof OriginError ? errorFromModel(error) : error;
    }
  }
}
