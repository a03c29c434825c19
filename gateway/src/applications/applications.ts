import {
  calendarDateAt,
  checkApplication,
  commitmentOf,
  documentBytes,
  formKey,
  forms,
  isAcceptable,
  mayLookAt,
  memberKey,
  OriginError,
  parseReference,
  parseRequest,
  readApplicationRequest,
  takeStep,
  USUAL_REQUEST_BYTES,
  type ApplicationAnswer,
  type ApplicationContents,
  type ApplicationRequest,
  type ApplicationState,
  type ApplicationStepAnswer,
  type ApplicationView,
  type CodeLists,
  type Finding,
  type Form,
  type FormRecord,
  type KeyRecord,
  type MemberRecord,
  type PrecheckRequest,
  type Role,
} from '@origin-ledger/model';
import type { Journal } from '../journal/journal.js';
import {
  authenticateSigner,
  checkMayActNow,
  checkSize,
  type EdgeContext,
} from '../operations/check-submission.js';
import type { OperationViews } from '../operations/operation-view.js';
import type { Certificates } from '../queries/certificates.js';
import { pageOf, readCursor } from '../queries/cursor.js';
import type { Database, Statement } from '../store/database.js';
import type { WriteGroup } from '../store/write-group.js';
import type { ApplicationQuota } from './application-quota.js';
import type { ApplicationRow, ApplicationStore, StepRow } from './application-store.js';

/** Roles of officers who look at applications handed in. */
const OFFICERS: readonly Role[] = ['signatory', 'system'];

export interface ApplicationsOptions {
  readonly edge: EdgeContext;
  readonly database: Database;
  readonly group: WriteGroup;
  readonly journal: Journal;
  /** Acts on the ledger, by whichever gateway they came. */
  readonly views: Pick<OperationViews, 'act'>;
  readonly store: ApplicationStore;
  readonly quota: ApplicationQuota;
  readonly certificates: Certificates;
  /** Code lists of the member; without one only the form of a code is checked. */
  readonly lists?: CodeLists;
}

export interface ApplicationListOptions {
  readonly state?: ApplicationState;
  readonly cursor?: string;
  readonly limit: number;
}

/** Applications for certificates: taken in, judged, kept with their signatures, shown to whom they concern. */
export class Applications {
  readonly #options: ApplicationsOptions;
  readonly #log: Statement<never>;

  constructor(options: ApplicationsOptions) {
    this.#options = options;
    this.#log = options.database.prepare(
      'INSERT INTO document_reads (name, reader, kid, at) VALUES (?, ?, ?, ?)',
    );
  }

  /**
   * Takes one step, once: the same request again gets the first result. What it brings is not looked into before its
   * signer is known.
   * @throws OriginError of the first check that fails; nothing is kept then
   */
  async take(jws: string, parcels: readonly string[]): Promise<ApplicationStepAnswer> {
    const { edge, group, store, quota } = this.#options;
    const request = edge.verified.find(jws) ?? parseRequest(jws, USUAL_REQUEST_BYTES);
    const key = await authenticateSigner(request, edge);
    parcels.forEach((text, index) => {
      checkSize(text, `parcels[${index}]`);
    });
    const step = readApplicationRequest(request, parcels);
    const document = documentOf(step);
    this.#checkDocumentSize(step, document);
    const earlier = this.#earlier(step);
    if (earlier !== undefined) return earlier;

    const now = Date.now();
    await checkMayActNow({ request, roles: [step.operation.role], key }, now, edge);
    const findings = document === undefined ? [] : this.#findings(document, key.holder, now);
    if (step.operation.step === 'submit' && !isAcceptable(findings))
      throw new OriginError('APPLICATION_FINDINGS', { boxes: boxesOf(findings), stage: 'request' });

    const at = new Date(now).toISOString();
    let answer: ApplicationStepAnswer | undefined;
    await group.write(() => {
      answer = this.#earlier(step);
      if (answer !== undefined) return;
      store.settle(at);
      const state = takeStep(step, store.standing(step.application));
      quota.check(step, at);
      store.keep({
        step,
        state,
        at,
        findings,
        about: document === undefined ? undefined : aboutOf(document),
      });
      answer = { application: step.application, step: request.actId, state, at, findings, replayed: false };
    });
    if (answer === undefined) throw new OriginError('INTERNAL', { stage: 'store' });
    return answer;
  }

  /**
   * One page, latest first: an exporter's own, or all that were handed in, for officers.
   * @throws OriginError ROLE_MISSING, CURSOR_INVALID
   */
  list(
    { state, cursor, limit }: ApplicationListOptions,
    asker: KeyRecord,
  ): { readonly items: ApplicationView[]; readonly next?: string } {
    const { store } = this.#options;
    const officer = isOfficer(asker);
    if (!officer && !asker.roles.includes('exporter'))
      throw new OriginError('ROLE_MISSING', { boxes: ['exporter', ...OFFICERS], stage: 'authorise' });
    store.settle(new Date().toISOString());
    const list = `applications ${officer ? '' : asker.holder} ${state ?? ''}`;
    const after = readCursor(cursor, list, 'number')?.after;
    const found = store.list(
      officer ? 'officer' : { applicant: asker.holder },
      state,
      after === undefined ? undefined : Number(after),
      limit + 1,
    );
    const { rows, ...next } = pageOf(found, limit, (row) => ({ list, after: row.sequence }));
    return { items: rows.map((row) => this.#view(row)), ...next };
  }

  /**
   * An application with what it says and every step. Who reads is on record before it is answered.
   * @throws OriginError APPLICATION_UNKNOWN
   */
  async read(id: string, asker: KeyRecord): Promise<Omit<ApplicationAnswer, 'asOf'>> {
    const { store, group } = this.#options;
    store.settle(new Date().toISOString());
    const row = store.find(id);
    const viewer = { holder: asker.holder, officer: isOfficer(asker) };
    if (row === undefined || !mayLookAt({ applicant: row.applicant, submitted: row.submitted === 1 }, viewer))
      throw new OriginError('APPLICATION_UNKNOWN', { boxes: ['id'], stage: 'query' });
    const steps = store.steps(id);
    const contents = steps.find((step) => step.id === row.declared)?.parcel ?? '';
    await group.write(() =>
      this.#log.run(`application ${id}`, asker.holder, asker.kid, new Date().toISOString()),
    );
    return {
      application: this.#view(row),
      commitment: commitmentOf(contents),
      contents,
      steps: steps.map(stepView),
    };
  }

  /** What a pre-check finds in a document, by the rules an application is judged by. */
  precheck({ document, submitted }: PrecheckRequest): Finding[] {
    return this.#findings(document, undefined, Date.now(), submitted);
  }

  /**
   * A draft may say anything, in as much room as a document of its form takes.
   * @throws OriginError PARCEL_TOO_LARGE
   */
  #checkDocumentSize(
    { text }: ApplicationRequest,
    document: ApplicationContents['document'] | undefined,
  ): void {
    if (text === undefined) return;
    const { form } = document ?? {};
    const known = typeof form === 'string' ? this.#formOf(form) : undefined;
    if (Buffer.byteLength(text) > documentBytes(known))
      throw new OriginError('PARCEL_TOO_LARGE', { boxes: ['parcels[0]'], stage: 'request' });
  }

  /** A form as the register says, else as every network starts with. */
  #formOf(code: string): Form | undefined {
    return this.#options.edge.replica.value<FormRecord>(formKey(code))?.form ?? forms.get(code);
  }

  #findings(document: unknown, applicant: string | undefined, now: number, submitted?: string): Finding[] {
    const { edge, lists } = this.#options;
    const { memberCode, replica } = edge;
    const offset = replica.value<MemberRecord>(memberKey(memberCode))?.utcOffsetMinutes ?? 0;
    return checkApplication(document, {
      member: memberCode,
      submitted: submitted ?? calendarDateAt(now, offset),
      formOf: (code) => this.#formOf(code),
      ...(applicant === undefined ? {} : { applicant }),
      ...(lists === undefined ? {} : { lists }),
    });
  }

  /** @throws OriginError JTI_REUSED */
  #earlier({ request }: ApplicationRequest): ApplicationStepAnswer | undefined {
    const { journal, views, store } = this.#options;
    const id = request.actId;
    const row = store.step(id);
    const contents = row?.contents ?? journal.contentsOf(id) ?? views.act(id)?.act.contents;
    if (contents !== undefined && contents !== request.contents)
      throw new OriginError('JTI_REUSED', { boxes: ['jti'], stage: 'request' });
    if (row === undefined) return undefined;
    const { application, state, at } = row;
    return { application, step: row.id, state, at, findings: findingsOf(row), replayed: true };
  }

  #view(row: ApplicationRow): ApplicationView {
    const declared = this.#options.store.step(row.declared);
    const certificate = this.#certificateOf(row);
    return {
      id: row.id,
      applicant: row.applicant,
      state: row.state,
      begunAt: row.begun_at,
      changedAt: row.changed_at,
      lastStep: row.last_step,
      ...(row.form === null ? {} : { form: row.form }),
      ...(row.importing === null ? {} : { importing: row.importing }),
      findings: declared === undefined ? [] : findingsOf(declared),
      ...(certificate === undefined ? {} : { certificate }),
    };
  }

  #certificateOf({ state, certificate: name }: ApplicationRow): ApplicationView['certificate'] {
    const reference = state === 'ISSUED' && name !== null ? parseReference(name) : undefined;
    // A read model that is being built again may not have it yet.
    if (reference === undefined || !this.#options.certificates.has(reference)) return undefined;
    const { name: certificate, record, transmission, expired } = this.#options.certificates.view(reference);
    const { validity, replacedBy } = record;
    return {
      name: certificate,
      validity,
      transmission,
      expired,
      ...(replacedBy === undefined ? {} : { replacedBy }),
    };
  }
}

const isOfficer = ({ roles }: KeyRecord): boolean => roles.some((role) => OFFICERS.includes(role));

const boxesOf = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.filter(({ weight }) => weight === 'error').map(({ box }) => box)),
];

const findingsOf = ({ findings }: StepRow): Finding[] => JSON.parse(findings) as Finding[];

/** The document of a step that brings one. */
function documentOf({ operation, text }: ApplicationRequest): ApplicationContents['document'] | undefined {
  if (operation.parcel !== 'application' || text === undefined) return undefined;
  return (JSON.parse(text) as ApplicationContents).document;
}

/** What it is about, for lists; only where it is well-formed. */
function aboutOf(document: ApplicationContents['document']): { form?: string; importing?: string } {
  const { form, declaration } = document as { form?: unknown; declaration?: { importing?: unknown } | null };
  const importing = declaration?.importing;
  const code = (text: unknown): text is string =>
    typeof text === 'string' && /^[A-Z][A-Z0-9.-]{0,11}$/.test(text);
  return { ...(code(form) ? { form } : {}), ...(code(importing) ? { importing } : {}) };
}

function stepView({
  id,
  op,
  signer,
  at,
  state,
  request,
  parcel,
}: StepRow): ApplicationAnswer['steps'][number] {
  const reason = op === 'application.return/1' || op === 'application.refuse/1' ? parcel : null;
  return { id, op, signer, at, state, request, ...(reason === null ? {} : { reason }) };
}
