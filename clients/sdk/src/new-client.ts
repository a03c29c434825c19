import { type Draw, type Operation } from '@origin-ledger/model';
import { certificateActs, decisionAct, type CertificateAct, type DecideOptions } from './acts.js';
import { Applications } from './applications/applications.js';
import type { ApplicationsClient } from './applications/applications-client.js';
import type { ClientOptions, OriginClient, Performed } from './client.js';
import { Operations, type SubmitOptions, type WaitOptions } from './operations/operations.js';
import type { DocumentToIssue } from './requests/document-to-issue.js';
import type { PrepareActOptions } from './requests/prepare-act.js';
import type { IssueOptions } from './requests/prepare-issue.js';
import type { PreparedRequest } from './requests/prepared-request.js';
import { selfCertificationActs, type OriginDeclaration } from './self-certification.js';
import { PreparingClient } from './preparing-client.js';

/**
 * A client for one gateway, in the name of one key's holder. Nothing is sent until a method is called.
 * @throws OriginApiError GATEWAY_NOT_SECURE for plain HTTP to another machine
 * @example
 * const client = newClient({ gateway: 'http://127.0.0.1:8080', key });
 * const { prepared } = await client.issue([formD], { office: 'HAN', departure: '2026-03-20' });
 */
export function newClient(options: ClientOptions): OriginClient {
  return new Client(options);
}

class Client extends PreparingClient implements OriginClient {
  readonly applications: ApplicationsClient;
  readonly #operations: Operations;

  constructor(options: ClientOptions) {
    super(options);
    this.#operations = new Operations(this.session, this.queries);
    this.applications = new Applications({
      forms: this.forms,
      session: this.session,
      queries: this.queries,
      audience: () => this.audience(),
      ownMember: () => this.ownMember(),
      modelled: (run) => this.modelled(run),
    });
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

  async performAct(options: Omit<PrepareActOptions, 'audience'>, wait: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareAct(options), wait);
  }

  async act(reference: string, act: CertificateAct, options: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareOn(reference, act), options);
  }

  decide(reference: string, decision: DecideOptions, options: WaitOptions = {}): Promise<Performed> {
    return this.act(reference, decisionAct(reference, decision), options);
  }

  cancel(reference: string, reason: string, options: WaitOptions = {}): Promise<Performed> {
    return this.act(reference, certificateActs.cancel(reason), options);
  }

  async replace(
    reference: string,
    document: DocumentToIssue,
    reason: string,
    options: IssueOptions & WaitOptions = {},
  ): Promise<Performed> {
    return this.#performed(await this.prepareReplace(reference, document, reason, options), options);
  }

  async utilise(reference: string, draws: readonly Draw[], options: WaitOptions = {}): Promise<Performed> {
    return this.#performed(await this.prepareUtilise(reference, draws), options);
  }

  async declareBackToBack(
    document: OriginDeclaration,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options: WaitOptions = {},
  ): Promise<Performed> {
    const drawn = await this.toDraw(originals);
    const act = await this.modelled(() => selfCertificationActs.declareBackToBack(document, drawn));
    return this.performAct(act, options);
  }

  async backToBack(
    document: DocumentToIssue,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options: IssueOptions & WaitOptions = {},
  ): Promise<Performed> {
    return this.#performed(await this.prepareBackToBack(document, originals, options), options);
  }

  async receiveParcel(name: string, options: WaitOptions = {}): Promise<Performed> {
    // Nobody confirms what he does not hold.
    await this.parcel(name);
    const prepared = await this.prepareAct({ op: 'parcel.receive/1', args: { parcel: name } });
    return this.#performed(prepared, options);
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

  async #performed(prepared: PreparedRequest, options: WaitOptions): Promise<Performed> {
    return { operation: await this.perform(prepared, options), prepared };
  }
}
