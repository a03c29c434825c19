import {
  CertificateAnswer,
  CertificatePage,
  CharterAnswer,
  commitmentIn,
  commitmentOf,
  DocumentAnswer,
  HistoryPage,
  ItemsAnswer,
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
  type Form,
  type ItemView,
  type KeyRecord,
  type MemberRecord,
  type NetworkAnswer,
  type ParcelView,
  type RegisterEntries,
  type RegisterList,
  type Validator,
  type WorkView,
} from '@origin-ledger/model';
import { checkReceivedDocument, formNamedIn, type ReceivedDocument } from './answers/received-document.js';
import type { GatewayKeys } from './answers/verify-answer.js';
import type { CertificateFilter, ClientOptions, ParcelFilter, ReceivedParcel, WorkFilter } from './client.js';
import { errorFromModel, OriginApiError } from './errors/origin-api-error.js';
import { RegisterForms } from './forms/register-forms.js';
import { once } from './http/once.js';
import { checkSecure } from './http/secure-way.js';
import { ServerClock } from './http/server-clock.js';
import type { Session } from './http/session.js';
import { everyItem, type Page } from './queries/pages.js';
import { PublicQueries } from './queries/public-queries.js';
import { SignedQueries } from './queries/signed-queries.js';
import { today } from './requests/prepared-request.js';

const certificateAnswer = validatorOf(CertificateAnswer);
const certificatePage = validatorOf(CertificatePage);
const charterAnswer = validatorOf(CharterAnswer);
const documentAnswer = validatorOf(DocumentAnswer);
const historyPage = validatorOf(HistoryPage);
const keyAnswer = validatorOf(KeyAnswer);
const keyPage = validatorOf(KeyPage);
const memberPage = validatorOf(MemberPage);
const parcelPage = validatorOf(ParcelPage);
const trackingAnswer = validatorOf(TrackingAnswer);
const itemsAnswer = validatorOf(ItemsAnswer);
const workPage = validatorOf(WorkPage);
const statusAnswer = validatorOf(StatusAnswer);
const verificationAnswer = validatorOf(VerificationAnswer);

/** Whatever a gateway answers once it has taken the repetition of a delivery. */
const anyAnswer: Validator<unknown> = {
  schema: {},
  problems: () => [],
  is: (value): value is unknown => value !== undefined,
};

const certificatePath = (reference: string, rest = ''): string =>
  `/v1/certificates/${encodeURIComponent(reference)}${rest}`;

/** What is asked of a gateway, and nothing that is signed to be done. */
export abstract class ReadingClient {
  readonly holder: string;
  protected readonly session: Session;
  protected readonly forms: RegisterForms;
  protected readonly queries: SignedQueries;
  protected readonly unsigned: PublicQueries;
  protected readonly ownMember: () => Promise<MemberRecord>;
  readonly #network: () => Promise<NetworkAnswer>;

  constructor({
    gateway,
    key,
    fetch,
    timeoutSeconds = 30,
    retries = true,
    signedAnswers = false,
    plainHttp = false,
  }: ClientOptions) {
    const base = new URL(gateway);
    checkSecure(base, plainHttp);
    this.holder = key.holder;
    this.session = {
      base,
      key,
      clock: new ServerClock(),
      fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)),
      timeoutSeconds,
      retries,
    };
    this.unsigned = new PublicQueries(this.session);
    this.#network = once(() => this.unsigned.network());
    this.queries = new SignedQueries({
      session: this.session,
      audience: () => this.audience(),
      gatewayKeys: signedAnswers ? once(() => this.unsigned.gatewayKeys()) : undefined,
    });
    this.ownMember = once(() => this.#findOwnMember());
    this.forms = new RegisterForms(async () => {
      const entered: Form[] = [];
      for await (const { form } of this.register('forms')) entered.push(form);
      return entered;
    });
  }

  network(): Promise<NetworkAnswer> {
    return this.#network();
  }

  async today(): Promise<string> {
    const { utcOffsetMinutes } = await this.ownMember();
    return today({ now: this.session.clock.now(), utcOffsetMinutes });
  }

  parcels({ direction, state, limit }: ParcelFilter = {}): AsyncIterable<ParcelView> {
    return everyItem(this.queries, {
      path: '/v1/parcels',
      validator: parcelPage,
      parameters: { direction, state, limit: limit?.toString() },
    });
  }

  async parcel(name: string): Promise<ReceivedParcel> {
    const received = await this.#contents(`/v1/parcels/${encodeURIComponent(name)}/document`);
    // Not the gateway's word counts, but the commitment that the act was signed with.
    if (received.commitment !== commitmentIn(name))
      throw new OriginApiError('PARCEL_MISMATCH', { boxes: ['document'], stage: 'query' });
    return received;
  }

  balance(reference: string, balance: 'import' | 'reexport' | 'joined'): Promise<ReceivedParcel> {
    return this.#contents(certificatePath(reference, `/balances/${balance}`));
  }

  async certificate(reference: string): Promise<CertificateView> {
    const path = certificatePath(reference);
    return (await this.queries.ask({ path, validator: certificateAnswer })).certificate;
  }

  async certificateUnless(reference: string, lastAct: string): Promise<CertificateView | undefined> {
    const path = certificatePath(reference);
    const answer = await this.queries.askUnless({ path, validator: certificateAnswer, unless: lastAct });
    return answer?.certificate;
  }

  async document(reference: string): Promise<ReceivedDocument> {
    const path = certificatePath(reference, '/document');
    const answer = await this.queries.ask({ path, validator: documentAnswer });
    const form = formNamedIn(answer);
    const formOf = await this.forms.knowing([form]);
    return this.modelled(() => checkReceivedDocument(answer, formOf(form)));
  }

  history(reference: string): AsyncIterable<ActView> {
    return everyItem(this.queries, { path: certificatePath(reference, '/history'), validator: historyPage });
  }

  verification(
    reference: string,
    { document }: { readonly document?: string } = {},
  ): Promise<VerificationAnswer> {
    return this.queries.ask({
      path: certificatePath(reference, '/verification'),
      validator: verificationAnswer,
      parameters: { commitment: document === undefined ? undefined : commitmentOf(document) },
    });
  }

  certificates({ direction, transmission, limit }: CertificateFilter = {}): AsyncIterable<CertificateView> {
    return everyItem(this.queries, {
      path: '/v1/certificates',
      validator: certificatePage,
      parameters: { direction, transmission, limit: limit?.toString() },
    });
  }

  async deliver(reference: string): Promise<void> {
    const path = certificatePath(reference, '/deliveries');
    await this.queries.ask({ path, method: 'POST', validator: anyAnswer });
  }

  async deliverBalance(reference: string, balance: 'import' | 'reexport' | 'joined'): Promise<void> {
    const path = certificatePath(reference, `/balances/${balance}/deliveries`);
    await this.queries.ask({ path, method: 'POST', validator: anyAnswer });
  }

  async deliverParcel(name: string): Promise<void> {
    const path = `/v1/parcels/${encodeURIComponent(name)}/deliveries`;
    await this.queries.ask({ path, method: 'POST', validator: anyAnswer });
  }

  async items(reference: string): Promise<readonly ItemView[]> {
    const path = certificatePath(reference, '/items');
    return (await this.queries.ask({ path, validator: itemsAnswer })).items;
  }

  tracking(reference: string): Promise<TrackingAnswer> {
    return this.queries.ask({
      path: certificatePath(reference, '/tracking'),
      validator: trackingAnswer,
    });
  }

  work({ by, overdue, limit }: WorkFilter = {}): AsyncIterable<WorkView> {
    return everyItem(this.queries, {
      path: '/v1/work',
      validator: workPage,
      parameters: { by, overdue: overdue?.toString(), limit: limit?.toString() },
    });
  }

  register<L extends RegisterList>(list: L): AsyncIterable<RegisterEntries[L]> {
    // The schema of the list says so.
    const validator = validatorOf(registerPages[list]) as unknown as Validator<Page<RegisterEntries[L]>>;
    return everyItem(this.queries, { path: `/v1/registry/${list}`, validator });
  }

  charter(): Promise<CharterAnswer> {
    return this.queries.ask({ path: '/v1/registry/charter', validator: charterAnswer });
  }

  members(): AsyncIterable<MemberRecord> {
    return everyItem(this.queries, { path: '/v1/registry/members', validator: memberPage });
  }

  keys(member?: string): AsyncIterable<KeyRecord> {
    return everyItem(this.queries, {
      path: '/v1/registry/keys',
      validator: keyPage,
      parameters: { member },
    });
  }

  async registeredKey(kid: string): Promise<KeyRecord> {
    const path = `/v1/registry/keys/${encodeURIComponent(kid)}`;
    return (await this.queries.ask({ path, validator: keyAnswer })).key;
  }

  status(): Promise<StatusAnswer> {
    return this.queries.ask({ path: '/v1/status', validator: statusAnswer });
  }

  gatewayKeys(): Promise<GatewayKeys> {
    return this.unsigned.gatewayKeys();
  }

  openApi(): Promise<unknown> {
    return this.unsigned.openApi();
  }

  ready(): Promise<boolean> {
    return this.unsigned.ready();
  }

  metrics(): Promise<string> {
    return this.unsigned.metrics();
  }

  async #contents(path: string): Promise<ReceivedParcel> {
    const { name, commitment, document } = await this.queries.ask({ path, validator: documentAnswer });
    if (commitmentOf(document) !== commitment)
      throw new OriginApiError('PARCEL_MISMATCH', { boxes: ['document'], stage: 'query' });
    return { name, commitment, text: document };
  }

  protected async audience(): Promise<string> {
    return (await this.network()).audience;
  }

  /** The day of issue is counted in the signer's member's zone, which its entry states. */
  async #findOwnMember(): Promise<MemberRecord> {
    for await (const member of this.members()) {
      if (member.code === this.holder.split(':')[0]) return member;
    }
    throw new OriginApiError('MEMBER_NOT_REGISTERED', { stage: 'request' });
  }

  /** What the model refuses reaches callers as the same kind of error as a gateway's refusal. */
  protected async modelled<T>(run: () => T | Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw error instanceof OriginError ? errorFromModel(error) : error;
    }
  }
}
