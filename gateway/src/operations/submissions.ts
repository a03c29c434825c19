import {
  errorRegistry,
  isErrorCode,
  OriginError,
  type CertificateReference,
  type Operation,
} from '@origin-ledger/model';
import { namedApplications, type IssueLinks } from '../applications/issue-links.js';
import type { Journal, ParcelBytes, StoredProblem } from '../journal/journal.js';
import { ActiveOperation } from './active-operation.js';
import { checkContents } from './check-contents.js';
import {
  authenticate,
  checkMayActNow,
  presentParcels,
  type AuthenticRequest,
  type EdgeContext,
} from './check-submission.js';
import { declaredOn, type DeclaredNumbers } from './declared-numbers.js';
import type { LedgerPort } from '../ledger/ledger-port.js';
import type { OperationQuota } from '../quotas/operation-quota.js';
import type { OperationMachine } from './operation-machine.js';
import type { OperationViews } from './operation-view.js';
import { knownFor } from './known-here.js';
import { issuedHere } from './propose.js';

export interface SubmissionOptions {
  readonly edge: EdgeContext;
  readonly journal: Journal;
  readonly ledger: LedgerPort;
  readonly views: OperationViews;
  readonly machine: OperationMachine;
  /** Whether the read model holds blocks that the ledger does not have: what it decides would be wrong. */
  readonly ahead: () => boolean;
  readonly member: { readonly code: string; readonly mspId: string };
  /** Applications that documents to issue may name. */
  readonly applications: IssueLinks;
  /** Documents that declarations stand on. */
  readonly declarations: DeclaredNumbers;
  /** What may be under way, and of whom. */
  readonly quota: OperationQuota;
}

/** What became of a submission so far. */
export interface Submitted {
  readonly id: string;
  /** The same request was here before: this is its first result. */
  readonly replayed: boolean;
}

/** Takes signed requests in: verified, then durable in the journal, then on their way. */
export class Submissions {
  readonly #options: SubmissionOptions;

  constructor(options: SubmissionOptions) {
    this.#options = options;
  }

  /**
   * Accepts a request with its parcels.
   * @throws OriginError of the first check that fails; nothing is journalled then
   */
  async accept(jws: string, parcels: readonly string[]): Promise<Submitted> {
    const { edge, journal, ledger, machine, member, quota } = this.#options;
    const { applications, declarations } = this.#options;
    const authentic = await authenticate(jws, edge);
    const id = authentic.request.actId;
    applications.checkUnused(id);
    if (this.#known(authentic)) return { id, replayed: true };
    if (this.#options.ahead()) throw new OriginError('READ_MODEL_AHEAD', { stage: 'store' });

    const now = Date.now();
    await checkMayActNow({ ...authentic, roles: authentic.definition.roles }, now, edge);
    const { reference } = authentic.request.claims.args as { readonly reference?: CertificateReference };
    const present = presentParcels(
      authentic,
      parcels,
      (commitment) =>
        reference !== undefined &&
        issuedHere(reference, commitment, { replica: edge.replica, member }) !== undefined,
    );
    // What it builds on is read from the own peer: only for who has a share left, and within it.
    const known = await quota.within(authentic.key, () =>
      knownFor(authentic.request, { member: member.code, replica: edge.replica, journal, ledger }),
    );
    checkContents(authentic.request, present, known);
    const bytes = [...present].map(([commitment, { text }]): ParcelBytes => ({ commitment, text }));
    const named = namedApplications(authentic.request, present);
    applications.check(named, id);
    const declared = declaredOn(authentic.request, present);
    quota.check(authentic.key, sizeOf(jws, bytes));

    const operation = new ActiveOperation(authentic.request, authentic.definition);
    machine.reserve(operation);
    let inserted: boolean;
    try {
      inserted = await journal.receive(authentic.request, bytes, now, () => {
        applications.take(named, id);
        declarations.take(declared, id);
      });
    } catch (error) {
      machine.release(operation);
      throw error;
    }
    if (!inserted) {
      machine.release(operation);
      if (journal.contentsOf(id) !== authentic.request.contents) throw reused();
      return { id, replayed: true };
    }
    machine.start(operation);
    return { id, replayed: false };
  }

  /** Waits until the operation is final, at most so long, and tells how it stands. */
  async outcome({ id, replayed }: Submitted, milliseconds: number): Promise<Operation> {
    const operation = this.#options.machine.find(id);
    if (operation !== undefined && milliseconds > 0) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, milliseconds);
      });
      await Promise.race([operation.finished, late]);
      clearTimeout(timer);
    }
    const view = this.#options.views.view(id, replayed, this.#options.machine.find(id)?.state);
    if (view === undefined) throw new OriginError('OPERATION_UNKNOWN', { stage: 'store' });
    return view;
  }

  /**
   * Whether this request was here before, or has acted by another way.
   * @throws OriginError JTI_REUSED
   */
  #known({ request }: AuthenticRequest): boolean {
    const { journal, machine, views } = this.#options;
    const same = (contents: string): boolean => {
      if (contents !== request.contents) throw reused();
      return true;
    };
    const active = machine.find(request.actId);
    if (active !== undefined) return same(active.request.contents);
    const entry = journal.entry(request.actId);
    if (entry !== undefined && same(entry.contents)) {
      // What was refused for a reason that passes may be tried anew, with the same signed request.
      return !(entry.state === 'REJECTED' && mayPass(entry.problem));
    }
    const placed = views.act(request.actId);
    return placed !== undefined && same(placed.act.contents);
  }
}

const sizeOf = (jws: string, parcels: readonly ParcelBytes[]): number =>
  parcels.reduce((sum, { text }) => sum + Buffer.byteLength(text), jws.length);

const reused = (): OriginError => new OriginError('JTI_REUSED', { boxes: ['jti'], stage: 'request' });

function mayPass(problem: string | null): boolean {
  if (problem === null) return false;
  const { code } = JSON.parse(problem) as StoredProblem;
  return isErrorCode(code) && errorRegistry[code].retry === 'same';
}
