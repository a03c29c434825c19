import type {
  ApplicationRequest,
  ApplicationState,
  ApplicationStanding,
  Finding,
} from '@origin-ledger/model';
import type { Database, Statement } from '../store/database.js';
import { bytesOf } from './step-size.js';

/** An application as it is kept. */
export interface ApplicationRow {
  readonly sequence: number;
  readonly id: string;
  readonly applicant: string;
  readonly state: ApplicationState;
  readonly submitted: number;
  readonly begun_at: string;
  readonly changed_at: string;
  readonly last_step: string;
  /** Id of the step whose parcel is its contents. */
  readonly declared: string;
  readonly form: string | null;
  readonly importing: string | null;
  /** The operation that issues its certificate, or was to. */
  readonly operation: string | null;
  readonly certificate: string | null;
}

/** One signed request on an application. */
export interface StepRow {
  readonly id: string;
  readonly application: string;
  readonly place: number;
  /** Hex SHA-256 of header and payload. */
  readonly contents: string;
  readonly op: string;
  readonly signer: string;
  readonly at: string;
  readonly state: ApplicationState;
  readonly request: string;
  /** Exact text it commits to. */
  readonly parcel: string | null;
  /** JSON of the findings of the pre-check. */
  readonly findings: string;
}

/** Applications that have not ended, and their bytes. */
export interface Share {
  readonly count: number;
  readonly bytes: number;
}

/** Whose applications a list shows. */
export type Lister = { readonly applicant: string } | 'officer';

/** A step that was taken, to be kept. */
export interface TakenStep {
  readonly step: ApplicationRequest;
  readonly state: ApplicationState;
  readonly at: string;
  readonly findings: readonly Finding[];
  /** What the contents are about; undefined where the step brings none. */
  readonly about: { readonly form?: string; readonly importing?: string } | undefined;
}

const NO_MORE = Number.MAX_SAFE_INTEGER;

/** The tables of applications. What writes runs inside an SQL transaction of its caller. */
export class ApplicationStore {
  readonly #get: Statement<ApplicationRow>;
  readonly #step: Statement<StepRow>;
  readonly #steps: Statement<StepRow>;
  readonly #lists: Readonly<Record<'own' | 'ownIn' | 'all' | 'allIn', Statement<ApplicationRow>>>;
  readonly #insert: Statement<never>;
  readonly #insertStep: Statement<never>;
  readonly #change: Statement<never>;
  readonly #declare: Statement<never>;
  readonly #issuing: Statement<never>;
  readonly #unsettled: Statement<{ readonly id: string }>;
  readonly #settle: Statement<never>;
  readonly #underWay: Statement<Share>;
  readonly #underWayOf: Statement<Share>;
  readonly #day: Statement<{ readonly bytes: number }>;
  readonly #brought: Statement<never>;
  readonly #dropDraft: Statement<never>;

  constructor(database: Database) {
    const list = (where: string): Statement<ApplicationRow> =>
      database.prepare(
        `SELECT * FROM applications WHERE ${where} AND sequence < ? ORDER BY sequence DESC LIMIT ?`,
      );
    this.#get = database.prepare('SELECT * FROM applications WHERE id = ?');
    this.#step = database.prepare('SELECT * FROM application_steps WHERE id = ?');
    this.#steps = database.prepare('SELECT * FROM application_steps WHERE application = ? ORDER BY place');
    this.#lists = {
      own: list('applicant = ?'),
      ownIn: list('applicant = ? AND state = ?'),
      all: list('submitted = 1'),
      allIn: list('submitted = 1 AND state = ?'),
    };
    this.#insert = database.prepare(
      'INSERT INTO applications (id, applicant, state, submitted, begun_at, changed_at, last_step, declared)' +
        ' VALUES (?1, ?2, ?3, 0, ?4, ?4, ?1, ?1)',
    );
    this.#insertStep = database.prepare(
      'INSERT INTO application_steps (id, application, place, contents, op, signer, at, state, request, parcel, findings)' +
        ' VALUES (?1, ?2, (SELECT COUNT(*) FROM application_steps WHERE application = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)',
    );
    this.#change = database.prepare(
      "UPDATE applications SET state = ?2, submitted = max(submitted, ?2 = 'SUBMITTED'), changed_at = ?3," +
        ' last_step = ?4, bytes = bytes + ?5 WHERE id = ?1',
    );
    this.#declare = database.prepare(
      'UPDATE applications SET declared = ?2, form = ?3, importing = ?4 WHERE id = ?1',
    );
    this.#issuing = database.prepare(
      "UPDATE applications SET state = 'ISSUING', operation = ?2, certificate = ?3 WHERE id = ?1",
    );
    const open = "operation IS NOT NULL AND state IN ('SUBMITTED', 'ISSUING')";
    const outcome =
      "(SELECT CASE state WHEN 'COMMITTED' THEN 'ISSUED' WHEN 'REJECTED' THEN 'SUBMITTED' ELSE 'ISSUING' END" +
      ' FROM operations WHERE operations.id = applications.operation)';
    const share =
      "SELECT COUNT(*) AS count, COALESCE(SUM(bytes), 0) AS bytes FROM applications WHERE state IN ('DRAFT'," +
      " 'SUBMITTED', 'RETURNED', 'ISSUING')";
    this.#underWay = database.prepare(share);
    this.#underWayOf = database.prepare(`${share} AND applicant = ?`);
    this.#day = database.prepare('SELECT bytes FROM application_days WHERE applicant = ? AND day = ?');
    this.#brought = database.prepare(
      'INSERT INTO application_days (applicant, day, bytes) VALUES (?1, ?2, ?3)' +
        ' ON CONFLICT (applicant, day) DO UPDATE SET bytes = bytes + ?3',
    );
    this.#dropDraft = database.prepare(
      "UPDATE application_steps SET parcel = NULL WHERE id = ? AND state = 'DRAFT'",
    );
    this.#unsettled = database.prepare(
      `SELECT id FROM applications WHERE ${open} AND state <> ${outcome} LIMIT 1`,
    );
    this.#settle = database.prepare(
      `UPDATE applications SET state = ${outcome}, changed_at = ?1 WHERE ${open} AND state <> ${outcome}`,
    );
  }

  find(id: string): ApplicationRow | undefined {
    return this.#get.get(id);
  }

  standing(id: string): ApplicationStanding | undefined {
    const row = this.find(id);
    return row === undefined
      ? undefined
      : {
          applicant: row.applicant,
          state: row.state,
          submitted: row.submitted === 1,
          lastStep: row.last_step,
        };
  }

  step(id: string): StepRow | undefined {
    return this.#step.get(id);
  }

  /** Every step, the first one first. */
  steps(application: string): StepRow[] {
    return this.#steps.all(application);
  }

  /** Latest first. */
  list(
    lister: Lister,
    state: ApplicationState | undefined,
    before: number | undefined,
    most: number,
  ): ApplicationRow[] {
    const whose = lister === 'officer' ? [] : [lister.applicant];
    const which = lister === 'officer' ? 'all' : 'own';
    return state === undefined
      ? this.#lists[which].all(...whose, before ?? NO_MORE, most)
      : this.#lists[`${which}In`].all(...whose, state, before ?? NO_MORE, most);
  }

  /** What one applicant has under way, or all of them. */
  underWay(applicant?: string): Share {
    const share = applicant === undefined ? this.#underWay.get() : this.#underWayOf.get(applicant);
    return share ?? { count: 0, bytes: 0 };
  }

  /** Bytes that an applicant has brought on the day of this instant, UTC. */
  broughtOn(applicant: string, at: string): number {
    return this.#day.get(applicant, at.slice(0, 10))?.bytes ?? 0;
  }

  /** Keeps a step and what it led to; a draft that another one follows on is kept no longer. */
  keep({ step, state, at, findings, about }: TakenStep): void {
    const { request, application, first, text } = step;
    const { iss, op } = request.claims;
    const bytes = bytesOf(step);
    const before = about === undefined ? undefined : this.find(application)?.declared;
    const dropped = before === undefined ? undefined : this.step(before);
    if (before !== undefined) this.#dropDraft.run(before);
    if (first) this.#insert.run(application, iss, state, at);
    this.#insertStep.run(
      ...([request.actId, application, request.contents, op, iss, at, state, request.jws] as const),
      text ?? null,
      JSON.stringify(findings),
    );
    const freed = dropped?.state === 'DRAFT' ? Buffer.byteLength(dropped.parcel ?? '') : 0;
    this.#change.run(application, state, at, request.actId, bytes - freed);
    this.#brought.run(iss, at.slice(0, 10), bytes);
    if (about !== undefined)
      this.#declare.run(application, request.actId, about.form ?? null, about.importing ?? null);
  }

  /** An operation that issues its certificate is under way. */
  issuing(application: string, operation: string, certificate: string): void {
    this.#issuing.run(application, operation, certificate);
  }

  /** Writes down what became of operations that were to issue: issued, or open for another try. */
  settle(at: string): void {
    if (this.#unsettled.get() !== undefined) this.#settle.run(at);
  }
}
