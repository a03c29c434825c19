import type {
  ActView,
  CertificateView,
  CharterAnswer,
  ItemView,
  KeyRecord,
  MemberRecord,
  NetworkAnswer,
  Operation,
  Draw,
  ParcelView,
  RegisterEntries,
  RegisterList,
  StatusAnswer,
  TrackingAnswer,
  VerificationAnswer,
  WorkView,
} from '@origin-ledger/model';
import type { CertificateAct, DecideOptions } from './acts.js';
import type { ApplicationsClient } from './applications/applications-client.js';
import type { ReceivedDocument } from './answers/received-document.js';
import type { GatewayKeys } from './answers/verify-answer.js';
import type { Fetch } from './http/http.js';
import type { HolderKey } from './keys/holder-key.js';
import type { SubmitOptions, WaitOptions } from './operations/operations.js';
import type { DocumentToIssue } from './requests/document-to-issue.js';
import type { PrepareActOptions } from './requests/prepare-act.js';
import type { IssueOptions } from './requests/prepare-issue.js';
import type { PreparedRequest } from './requests/prepared-request.js';
import type { OriginDeclaration } from './self-certification.js';

export interface ClientOptions {
  /** Address of the gateway of the holder's own member. */
  readonly gateway: string | URL;
  readonly key: HolderKey;
  /** Default: the platform's. In Node, `trustingFetch` of `@origin-ledger/sdk/node` trusts a member's own authority. */
  readonly fetch?: Fetch;
  /** Whether plain HTTP may leave this machine, as over a way that is secure by other means. Default: false. */
  readonly plainHttp?: boolean;
  /** Seconds to wait for an answer. Default: 30. */
  readonly timeoutSeconds?: number;
  /** Whether to try again, with the very same signed request, what may pass. Default: true. */
  readonly retries?: boolean;
  /** Ask for signed answers and verify each with the gateway's published key. Default: false. */
  readonly signedAnswers?: boolean;
}

/** Which certificates a list shows. */
export interface CertificateFilter {
  readonly direction?: 'issued' | 'received';
  readonly transmission?: CertificateView['transmission'];
  /** Certificates a page; the gateway has a limit of its own. */
  readonly limit?: number;
}

/** Which parcels a list shows. */
export interface ParcelFilter {
  /** For the own member to read (default), or owed by its own acts. */
  readonly direction?: 'author' | 'reader';
  readonly state?: ParcelView['state'];
  /** Parcels a page; the gateway has a limit of its own. */
  readonly limit?: number;
}

/** Which clocks a list shows. */
export interface WorkFilter {
  /** What the own member must do (default), or the other states on certificates with it. */
  readonly by?: 'own' | 'other';
  /** Only what is overdue. */
  readonly overdue?: boolean;
  /** Clocks a page; the gateway has a limit of its own. */
  readonly limit?: number;
}

/** Contents of a parcel, checked against their commitment. */
export interface ReceivedParcel {
  /** What it is, and of what. */
  readonly name: string;
  readonly commitment: string;
  /** The exact text committed to. */
  readonly text: string;
}

/** An act on the ledger, and the request that asked for it. */
export interface Performed {
  readonly operation: Operation;
  readonly prepared: PreparedRequest;
}

/**
 * What a holder of a key can do through his member's gateway. Every method throws OriginApiError, by code;
 * before anything is sent, a document is checked box by box.
 */
export interface OriginClient {
  /** Code of the party that signs. */
  readonly holder: string;
  /** Applications of exporters to the issuing authority. */
  readonly applications: ApplicationsClient;

  /**
   * The network and member this gateway serves.
   * @example
   * const { audience } = await client.network();
   */
  network(): Promise<NetworkAnswer>;

  /**
   * Issues 1 to 500 certificates, all or none, and waits until they are on the ledger.
   * @example
   * const { prepared } = await client.issue([formD], { office: 'HAN', departure: '2026-03-20' });
   * console.log(prepared.references);
   */
  issue(documents: readonly DocumentToIssue[], options?: IssueOptions & WaitOptions): Promise<Performed>;

  /**
   * Sends a certificate to its importing member, and waits until both states have it.
   * @example
   * await client.send('VN.HAN.26-000123');
   */
  send(reference: string, options?: WaitOptions): Promise<Performed>;

  /**
   * Reads the contents, compares them with their commitment and the public record, and confirms their arrival.
   * @example
   * const { operation } = await client.receive('VN.HAN.26-000123');
   */
  receive(reference: string, options?: WaitOptions): Promise<Performed>;

  /**
   * Signs a request to issue and sends nothing: to be kept, or submitted with {@link OriginClient.perform}.
   * @example
   * const prepared = await client.prepareIssue([formD], { office: 'HAN', departure: '2026-03-20' });
   */
  prepareIssue(documents: readonly DocumentToIssue[], options?: IssueOptions): Promise<PreparedRequest>;

  /**
   * Signs a request to send, naming the last act on the certificate.
   * @example
   * const prepared = await client.prepareSend('VN.HAN.26-000123');
   */
  prepareSend(reference: string): Promise<PreparedRequest>;

  /**
   * Reads and checks the contents and signs the confirmation.
   * @example
   * const prepared = await client.prepareReceive('VN.HAN.26-000123');
   */
  prepareReceive(reference: string): Promise<PreparedRequest>;

  /**
   * Signs a request for any operation; what it needs is checked by the operation's own schema.
   * @example
   * const prepared = await client.prepareAct({ op: 'parcel.receive/1', args: { parcel } });
   */
  prepareAct(options: Omit<PrepareActOptions, 'audience'>): Promise<PreparedRequest>;

  /**
   * Performs any operation: see {@link selfCertificationActs} for those that are on no certificate.
   * @example
   * await client.performAct(selfCertificationActs.changeStanding({ code: 'X1', state: 'SUSPENDED', from: '2026-03-10' }));
   */
  performAct(options: Omit<PrepareActOptions, 'audience'>, wait?: WaitOptions): Promise<Performed>;

  /**
   * Performs any act on one certificate: reference, readers, salt and the last act follow from it.
   * @example
   * await client.act('VN.HAN.26-000123', { op: 'certificate.reissue/1' });
   */
  act(reference: string, act: CertificateAct, options?: WaitOptions): Promise<Performed>;

  /**
   * As {@link OriginClient.act}, signed and not sent.
   * @example
   * const prepared = await client.prepareOn('VN.HAN.26-000123', { op: 'certificate.reissue/1' });
   */
  prepareOn(reference: string, act: CertificateAct): Promise<PreparedRequest>;

  /**
   * Decides items: given, or not given with coded reasons. The reasons go to the issuing member alone.
   * @example
   * const items = [{ number: 1, outcome: 'GIVEN' as const }];
   * await client.decide('VN.HAN.26-000123', { presented: '2026-03-10', items });
   */
  decide(reference: string, decision: DecideOptions, options?: WaitOptions): Promise<Performed>;

  /**
   * Cancels a certificate that is not utilised; the reason goes to the importing member, where it was sent.
   * @example
   * await client.cancel('VN.HAN.26-000123', 'the shipment was called off');
   */
  cancel(reference: string, reason: string, options?: WaitOptions): Promise<Performed>;

  /**
   * Signs the request that issues a certificate in the place of one with errors.
   * @example
   * const prepared = await client.prepareReplace('VN.HAN.26-000123', formD, 'weight of item 2');
   */
  prepareReplace(
    reference: string,
    document: DocumentToIssue,
    reason: string,
    options?: IssueOptions,
  ): Promise<PreparedRequest>;

  /**
   * Issues a certificate in the place of one with errors, which ends in the same step.
   * @example
   * await client.replace('VN.HAN.26-000123', formD, 'weight of item 2', { office: 'HAN' });
   */
  replace(
    reference: string,
    document: DocumentToIssue,
    reason: string,
    options?: IssueOptions & WaitOptions,
  ): Promise<Performed>;

  /**
   * Signs the request that writes quantities off against declarations.
   * @example
   * const prepared = await client.prepareUtilise('VN.HAN.26-000123', draws);
   */
  prepareUtilise(reference: string, draws: readonly Draw[]): Promise<PreparedRequest>;

  /**
   * Writes quantities off against declarations; never more than there is.
   * @example
   * const items = [{ number: 1, value: '100', unit: 'KGM' }];
   * await client.utilise('VN.HAN.26-000123', [{ declaration: 'IM-1', items }]);
   */
  utilise(reference: string, draws: readonly Draw[], options?: WaitOptions): Promise<Performed>;

  /**
   * Signs the request that issues a back-to-back certificate and draws on its originals.
   * @example
   * const prepared = await client.prepareBackToBack(document, [{ reference: 'VN.HAN.26-000123', items }]);
   */
  prepareBackToBack(
    document: DocumentToIssue,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options?: IssueOptions,
  ): Promise<PreparedRequest>;

  /**
   * Enters a back-to-back origin declaration of the own certified exporter, who is consignee of the originals, and draws
   * on them.
   * @example
   * await client.declareBackToBack(document, [{ reference: 'VN.HAN.26-000123', items }]);
   */
  declareBackToBack(
    document: OriginDeclaration,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options?: WaitOptions,
  ): Promise<Performed>;

  /**
   * Issues a back-to-back certificate, in one step with the draws on its originals.
   * @example
   * await client.backToBack(document, [{ reference: 'VN.HAN.26-000123', items }], { office: 'SIN' });
   */
  backToBack(
    document: DocumentToIssue,
    originals: readonly { readonly reference: string; readonly items: Draw['items'] }[],
    options?: IssueOptions & WaitOptions,
  ): Promise<Performed>;

  /**
   * What acts owe to their readers, latest first.
   * @example
   * for await (const { box } of client.parcels({ state: 'DELIVERED' })) console.log(box);
   */
  parcels(filter?: ParcelFilter): AsyncIterable<ParcelView>;

  /**
   * The contents of a parcel, checked against the commitment in its name, which lists tell. Open to its author and its readers.
   * @throws OriginApiError NOT_A_READER, PARCEL_NOT_HELD, PARCEL_MISMATCH
   * @example
   * const { text } = await client.parcel(name);
   */
  parcel(name: string): Promise<ReceivedParcel>;

  /**
   * Reads a parcel back and confirms that it arrived: the own member's clocks start there.
   * @example
   * await client.receiveParcel(name);
   */
  receiveParcel(name: string, options?: WaitOptions): Promise<Performed>;

  /**
   * What is left of a certificate after its last draw. Open to the two states.
   * @throws OriginApiError PARCEL_UNKNOWN, NOT_A_READER, PARCEL_NOT_HELD
   * @example
   * const { text } = await client.balance('VN.HAN.26-000123', 'import');
   */
  balance(reference: string, balance: 'import' | 'reexport' | 'joined'): Promise<ReceivedParcel>;

  /**
   * Submits a signed request and waits until it is on the ledger. Repeating it is harmless: it acts once.
   * @example
   * const operation = await client.perform(prepared, { timeoutSeconds: 60 });
   */
  perform(prepared: PreparedRequest, options?: WaitOptions): Promise<Operation>;

  /**
   * Submits a signed request; with `waitSeconds: 0` it answers as soon as the gateway has it in its journal.
   * @example
   * const operation = await client.submit(prepared, { waitSeconds: 0 });
   */
  submit(prepared: PreparedRequest, options?: SubmitOptions): Promise<Operation>;

  /**
   * Asks until an operation is on the ledger or refused.
   * @throws OriginApiError of the refusal; OUTCOME_UNKNOWN when the time is up
   * @example
   * await client.waitFor(operation, { onProgress: ({ state }) => console.error(state) });
   */
  waitFor(operation: Operation | string, options?: WaitOptions): Promise<Operation>;

  /**
   * Where an operation of the own member stands.
   * @example
   * const { state } = await client.operation(prepared.id);
   */
  operation(id: string): Promise<Operation>;

  /**
   * The public record of a certificate: states, dates, last act; never its contents.
   * @example
   * const { transmission } = await client.certificate('VN.HAN.26-000123');
   */
  certificate(reference: string): Promise<CertificateView>;

  /**
   * The public record, or undefined while `lastAct` is still the last act on it.
   * @example
   * const changed = await client.certificateUnless('VN.HAN.26-000123', known.lastAct);
   */
  certificateUnless(reference: string, lastAct: string): Promise<CertificateView | undefined>;

  /**
   * The contents, checked against their commitment. Open to the two states and the exporter.
   * @throws OriginApiError NOT_A_READER, PARCEL_NOT_HELD, PARCEL_MISMATCH
   * @example
   * const { document } = await client.document('VN.HAN.26-000123');
   */
  document(reference: string): Promise<ReceivedDocument>;

  /**
   * Every act on a certificate, the first one first, each with its signed request.
   * @example
   * for await (const act of client.history('VN.HAN.26-000123')) console.log(act.at, act.op);
   */
  history(reference: string): AsyncIterable<ActView>;

  /**
   * Which checks a certificate passes now; with the exact text of a document, also whether that is the one issued.
   * @example
   * const { status, checks } = await client.verification('VN.HAN.26-000123', { document: text });
   */
  verification(reference: string, options?: { readonly document?: string }): Promise<VerificationAnswer>;

  /**
   * Certificates the own member issued, or is the importing member of.
   * @example
   * for await (const { name } of client.certificates({ direction: 'received', transmission: 'SENT' })) console.log(name);
   */
  certificates(filter?: CertificateFilter): AsyncIterable<CertificateView>;

  /**
   * Puts the contents of a sent certificate into the other state's collection again; the importing one's gateway does so
   * once it has confirmed their receipt.
   * @throws OriginApiError CERTIFICATE_UNKNOWN, OTHER_MEMBER, CERTIFICATE_NOT_SENT, CERTIFICATE_NOT_RECEIVED
   * @example
   * await client.deliver('VN.HAN.26-000123');
   */
  deliver(reference: string): Promise<void>;

  /**
   * Puts what is left of a certificate into the other state's collection again, from whoever of the two holds it.
   * @throws OriginApiError PARCEL_UNKNOWN, PARCEL_NOT_HELD where neither journal nor own peer has the bytes
   * @example
   * await client.deliverBalance('VN.HAN.26-000123', 'import');
   */
  deliverBalance(reference: string, balance: 'import' | 'reexport' | 'joined'): Promise<void>;

  /**
   * Puts a parcel into its other party's collection again: its author's gateway, or a reader's that has confirmed it.
   * @throws OriginApiError PARCEL_UNKNOWN, NOT_A_READER, PARCEL_NOT_RECEIVED, PARCEL_NOT_HELD where neither journal nor own peer has the bytes
   * @example
   * await client.deliverParcel(name);
   */
  deliverParcel(name: string): Promise<void>;

  /**
   * The way of a certificate hop by hop, its clocks, and what its acts still owe.
   * @example
   * const { hops, work, owed } = await client.tracking('VN.HAN.26-000123');
   */
  tracking(reference: string): Promise<TrackingAnswer>;

  /**
   * Where each item of a certificate stands; how it was decided and why, for officials of the two states and the trader it
   * names, once that has arrived.
   * @example
   * for (const { number, state, outcome } of await client.items('VN.HAN.26-000123')) console.log(number, state, outcome);
   */
  items(reference: string): Promise<readonly ItemView[]>;

  /**
   * What is open on the member's certificates, what is due first first.
   * @example
   * for await (const { certificate, clock, due } of client.work({ overdue: true })) console.log(due, clock, certificate);
   */
  work(filter?: WorkFilter): AsyncIterable<WorkView>;

  /**
   * A list of the register: authorities, certified exporters, forms, national settings.
   * @example
   * for await (const exporter of client.register('exporters')) console.log(exporter.code, exporter.standing);
   */
  register<L extends RegisterList>(list: L): AsyncIterable<RegisterEntries[L]>;

  /**
   * Today's date in the zone of the signer's member, by the gateway's clock: legal days are counted there.
   * @example
   * const presented = await client.today();
   */
  today(): Promise<string>;

  /**
   * Who keeps the register, who has a voice in it, and which consents are pending.
   * @example
   * const { charter, consents } = await client.charter();
   */
  charter(): Promise<CharterAnswer>;

  /**
   * The members of the network.
   * @example
   * for await (const member of client.members()) console.log(member.code, member.name);
   */
  members(): AsyncIterable<MemberRecord>;

  /**
   * The registered keys, of one member or all.
   * @example
   * for await (const key of client.keys('VN')) console.log(key.holder, key.revokedAt);
   */
  keys(member?: string): AsyncIterable<KeyRecord>;

  /**
   * One registered key, by its RFC 7638 thumbprint.
   * @example
   * const { roles } = await client.registeredKey(key.kid);
   */
  registeredKey(kid: string): Promise<KeyRecord>;

  /**
   * How the gateway is doing: how far its read model is, what is owed.
   * @example
   * const { asOf, lag } = await client.status();
   */
  status(): Promise<StatusAnswer>;

  /**
   * The keys the gateway signs answers with.
   * @example
   * const jwks = await client.gatewayKeys();
   */
  gatewayKeys(): Promise<GatewayKeys>;

  /**
   * The gateway's own description of its API (OpenAPI 3.1).
   * @example
   * const description = await client.openApi();
   */
  openApi(): Promise<unknown>;

  /**
   * Whether the gateway serves: its ledger answers, its read model keeps up.
   * @example
   * if (!(await client.ready())) console.error('not yet');
   */
  ready(): Promise<boolean>;

  /**
   * The gateway's figures, in the Prometheus text format.
   * @example
   * console.log(await client.metrics());
   */
  metrics(): Promise<string>;
}
