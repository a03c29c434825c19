import { setTimeout as sleep } from 'node:timers/promises';
import { operationOf, OriginError, parseRequest, type ErrorCode } from '@origin-ledger/model';
import { storedProblem, type OpenEntry } from '../journal/journal.js';
import { WITHDRAW } from '../ledger/transactions.js';
import { ActiveOperation } from './active-operation.js';
import { afterRefusal, backoff, readVerdict } from './after-refusal.js';
import type { OperationViews } from './operation-view.js';
import { decidesHere, proposalOf, type ProposalContext } from './propose.js';

/** Milliseconds; tests shorten them. */
export interface MachineTimes {
  /** How long the block is awaited before the peer is asked. */
  readonly settle: number;
  /** After this an unsettled operation is UNKNOWN. */
  readonly unknown: number;
  readonly retryLeast: number;
  readonly retryMost: number;
  readonly waitLeast: number;
  readonly waitMost: number;
}

export const MACHINE_TIMES: MachineTimes = {
  settle: 5_000,
  unknown: 30_000,
  retryLeast: 20,
  retryMost: 500,
  waitLeast: 500,
  waitMost: 15_000,
};

export interface MachineOptions extends ProposalContext {
  readonly views: OperationViews;
  /** The last block the read model has applied. */
  readonly appliedBlock: () => number;
  /** Why the blocks are not followed at present; undefined: they are. */
  readonly following: () => string | undefined;
  readonly times: MachineTimes;
  /** Whether the gateway's own clock is off, by other members' transactions or by the peer's word. */
  readonly clockInDoubt: () => Promise<boolean>;
  /** Told the outcome of each step that did not go well; codes only. */
  readonly report: (event: string, code: string) => void;
}

/**
 * Takes operations from RECEIVED to their end. Every step may be the last before a crash: an envelope is on
 * the disk before it is sent, an error at sending is no verdict, and only the ledger ends what was sent.
 */
export class OperationMachine {
  readonly #options: MachineOptions;
  readonly #active = new Map<string, ActiveOperation>();
  readonly #byTransaction = new Map<string, ActiveOperation>();
  readonly #stop = new AbortController();

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  /** Operations being worked on now, without those that wait for somebody who is down. */
  get inFlight(): number {
    let count = 0;
    for (const { waiting } of this.#active.values()) if (!waiting) count += 1;
    return count;
  }

  /** Operations that others than officers have under way, those that wait among them: one's own, and all others'. */
  underWay(holder: string): { readonly own: number; readonly others: number } {
    let [own, others] = [0, 0];
    for (const { request, definition } of this.#active.values()) {
      if (request.claims.iss === holder) own += 1;
      else if (definition.roles.includes('exporter')) others += 1;
    }
    return { own, others };
  }

  find(id: string): ActiveOperation | undefined {
    return this.#active.get(id);
  }

  /** Reserves the operation, so that the same request arriving meanwhile finds it. */
  reserve(operation: ActiveOperation): void {
    this.#active.set(operation.id, operation);
  }

  /** Gives a reservation back: nothing was journalled. */
  release(operation: ActiveOperation): void {
    this.#active.delete(operation.id);
    operation.finish();
  }

  /** Works on a journalled operation until it is final. */
  start(operation: ActiveOperation): void {
    this.#active.set(operation.id, operation);
    void this.#drive(operation);
  }

  /** Goes on with operations of an earlier life, or of a gateway that gave no sign of life. */
  resume(entries: readonly OpenEntry[]): void {
    for (const entry of entries) {
      if (this.#active.has(entry.id) || entry.request === null) continue;
      const request = parseRequest(entry.request);
      const operation = new ActiveOperation(request, operationOf(request.claims.op));
      operation.state = entry.state;
      operation.fresh = false;
      operation.transactionId = entry.transaction_id ?? undefined;
      operation.envelope = entry.envelope ?? undefined;
      operation.submittedAt = entry.submitted_at ?? undefined;
      // Whether a prepared envelope was sent before the crash is not known: the ledger is asked first.
      if (entry.state === 'PREPARED') operation.state = 'SUBMITTED';
      if (operation.transactionId !== undefined) this.#byTransaction.set(operation.transactionId, operation);
      this.start(operation);
    }
  }

  /** The read model saw this transaction in a block, valid or not. */
  settled(transactionId: string, code: number, block: number): void {
    this.#byTransaction.get(transactionId)?.signal({ code, block });
  }

  /** The read model applied this act, by whichever transaction. */
  acted(id: string): void {
    this.#active.get(id)?.signal({ code: 0, block: -1 });
  }

  /** Waits for the operations in flight, then leaves what remains to the journal. */
  async close(grace: number): Promise<void> {
    const open = [...this.#active.values()].filter(({ waiting }) => !waiting);
    await Promise.race([
      Promise.all(open.map(({ finished }) => finished)),
      sleep(grace, undefined, { ref: false }),
    ]);
    this.#stop.abort();
    for (const operation of this.#active.values()) operation.finish();
  }

  async #drive(operation: ActiveOperation): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      try {
        if (await this.#step(operation)) break;
        failures = 0;
      } catch (error) {
        // The store is full, or something nobody thought of: the journal still has the last step.
        this.#options.report('step', error instanceof OriginError ? error.code : 'INTERNAL');
        failures += 1;
        operation.waiting = true;
        await operation.pause(backoff(failures, this.#options.times.waitLeast, this.#options.times.waitMost));
      }
    }
    this.#active.delete(operation.id);
    if (operation.transactionId !== undefined) this.#byTransaction.delete(operation.transactionId);
    operation.finish();
  }

  /** @returns whether the operation is final */
  async #step(operation: ActiveOperation): Promise<boolean> {
    // Nothing is concluded from a state that the ledger no longer has.
    if (this.#options.following() === 'READ_MODEL_AHEAD')
      throw new OriginError('READ_MODEL_AHEAD', { stage: 'store' });
    switch (operation.state) {
      case 'RECEIVED':
        if (!operation.fresh && (await this.#concluded(operation))) return true;
        operation.fresh = false;
        return this.#propose(operation);
      case 'PREPARED':
        return this.#send(operation);
      case 'SUBMITTED':
      case 'UNKNOWN':
        return this.#settle(operation);
      default:
        return true;
    }
  }

  /** The act record decides: whatever became of the envelope, a request acts once. */
  async #concluded(operation: ActiveOperation): Promise<boolean> {
    const { views, journal } = this.#options;
    const placed = views.act(operation.id);
    if (placed === undefined) return false;
    const { act, transactionId, block } = placed;
    if (act.contents !== operation.request.contents) return this.#reject(operation, 'JTI_REUSED', ['jti']);
    if (act.outcome === 'WITHDRAWN') return this.#reject(operation, 'REQUEST_WITHDRAWN');
    if (journal.entry(operation.id)?.state !== 'COMMITTED')
      await journal.committed(operation.id, transactionId, block);
    operation.state = 'COMMITTED';
    return true;
  }

  async #propose(operation: ActiveOperation): Promise<boolean> {
    const { ledger, journal } = this.#options;
    const expired = Date.now() >= operation.request.claims.exp * 1000;
    // By a clock that is off nothing is ended.
    if (expired && (await this.#options.clockInDoubt()))
      return this.#wait(operation, new OriginError('TIMESTAMP_OUTSIDE_WINDOW', { stage: 'endorse' }));
    // No envelope of it exists that could still be committed.
    if (expired) return this.#reject(operation, 'REQUEST_EXPIRED', ['exp']);
    operation.attempt += 1;
    try {
      const call = await proposalOf(operation, this.#options);
      const { transactionId, envelope } = await ledger.endorse(call);
      operation.waiting = false;
      operation.problem = undefined;
      operation.transactionId = transactionId;
      operation.envelope = envelope;
      this.#byTransaction.set(transactionId, operation);
    } catch (error) {
      if (error instanceof OriginError) return this.#refused(operation, error);
      throw error;
    }
    await journal.prepared(operation.id, operation.transactionId, operation.envelope);
    operation.state = 'PREPARED';
    return false;
  }

  async #refused(operation: ActiveOperation, error: OriginError): Promise<boolean> {
    const { journal, times, report } = this.#options;
    const next = afterRefusal(error.code, operation.retries, await decidesHere(operation, this.#options));
    report(`endorse-${next}`, error.code);
    if (next === 'reject') {
      await journal.reject(operation.id, storedProblem(error));
      operation.state = 'REJECTED';
      return true;
    }
    if (next === 'retry') {
      operation.retries += 1;
      await operation.pause(backoff(operation.attempt, times.retryLeast, times.retryMost));
      return false;
    }
    const left = Math.max(0, operation.request.claims.exp * 1000 - Date.now());
    return this.#wait(operation, error, left);
  }

  /** Leaves it in the journal, and tries again after a while. @param most milliseconds */
  async #wait(operation: ActiveOperation, error: OriginError, most = Infinity): Promise<false> {
    const { journal, times } = this.#options;
    operation.waiting = true;
    if (operation.problem?.code !== error.code) {
      operation.problem = storedProblem(error);
      await journal.waits(operation.id, operation.problem);
    }
    await operation.pause(Math.min(most, backoff(operation.attempt, times.waitLeast, times.waitMost)));
    return false;
  }

  async #send(operation: ActiveOperation): Promise<boolean> {
    operation.submittedAt = Date.now();
    operation.state = 'SUBMITTED';
    await this.#submit(operation);
    return false;
  }

  /** Errors are no verdict: an envelope refused as unavailable was seen to commit later. */
  async #submit({ envelope }: ActiveOperation): Promise<void> {
    if (envelope === undefined) throw new TypeError('nothing was prepared');
    try {
      await this.#options.ledger.submit(envelope);
    } catch (error) {
      this.#options.report('submit', error instanceof OriginError ? error.code : 'INTERNAL');
    }
  }

  /** Waits for the block; then asks the peer; then sends the same envelope again. */
  async #settle(operation: ActiveOperation): Promise<boolean> {
    const { times } = this.#options;
    // After a crash nobody waited yet: ask at once.
    if (operation.submittedAt !== undefined) await operation.pause(times.settle);
    else if (await this.#concluded(operation)) return true;
    const news = operation.takeSignal() ?? (await this.#ask(operation));
    if (this.#stop.signal.aborted) return true;
    if (await this.#concluded(operation)) return true;
    if (news !== undefined) {
      switch (readVerdict(news.code)) {
        case 'conflict':
          return this.#again(operation);
        case 'invalid':
          return this.#reject(operation, 'TRANSACTION_INVALIDATED');
        case 'valid':
          // The read model has applied the block and found no act in it that is ours: it was set aside.
          if (
            news.block >= 0 &&
            news.block <= this.#options.appliedBlock() &&
            this.#options.following() === undefined
          )
            return this.#reject(operation, 'STATE_TAMPERED');
          await this.#unsettled(operation);
          return false;
        case 'seen-before':
          return false;
      }
    }
    await this.#unsettled(operation);
    await this.#submit(operation);
    return false;
  }

  async #ask({ transactionId }: ActiveOperation): Promise<{ code: number; block: number } | undefined> {
    if (transactionId === undefined) return undefined;
    try {
      return await this.#options.ledger.verdict(transactionId);
    } catch (error) {
      this.#options.report('verdict', error instanceof OriginError ? error.code : 'INTERNAL');
      return undefined;
    }
  }

  /** Writes down that the operation waits for a verdict; an expired one is then closed on the ledger itself. */
  async #unsettled(operation: ActiveOperation): Promise<void> {
    const { journal, times } = this.#options;
    const now = Date.now();
    operation.submittedAt ??= now;
    const state = now - operation.submittedAt >= times.unknown ? 'UNKNOWN' : 'SUBMITTED';
    if (state === 'UNKNOWN' || operation.problem === undefined) {
      operation.problem = { code: 'OUTCOME_UNKNOWN', boxes: [], stage: 'commit' };
      await journal.progress(operation.id, state, operation.problem, operation.submittedAt);
    }
    operation.state = state;
    operation.waiting = state === 'UNKNOWN';
    if (state === 'UNKNOWN' && now >= operation.request.claims.exp * 1000) await this.#withdraw(operation);
  }

  /** Takes the act record of a request whose envelope may still be held back: it can then only fail. */
  async #withdraw({ request }: ActiveOperation): Promise<void> {
    const { ledger, report } = this.#options;
    try {
      const { envelope } = await ledger.endorse({ transaction: WITHDRAW, args: [request.jws] });
      await ledger.submit(envelope);
    } catch (error) {
      report('withdraw', error instanceof OriginError ? error.code : 'INTERNAL');
    }
  }

  async #again(operation: ActiveOperation): Promise<boolean> {
    const { journal, times } = this.#options;
    await journal.again(operation.id);
    if (operation.transactionId !== undefined) this.#byTransaction.delete(operation.transactionId);
    operation.state = 'RECEIVED';
    operation.transactionId = undefined;
    operation.envelope = undefined;
    operation.submittedAt = undefined;
    await operation.pause(backoff(operation.attempt, times.retryLeast, times.retryMost));
    return false;
  }

  async #reject(
    operation: ActiveOperation,
    code: ErrorCode,
    boxes: readonly string[] = [],
  ): Promise<boolean> {
    const { transactionId } = operation;
    const placed = transactionId === undefined ? {} : { transactionId };
    const stage = transactionId === undefined ? 'endorse' : 'commit';
    await this.#options.journal.reject(
      operation.id,
      storedProblem(new OriginError(code, { boxes, stage, ...placed })),
    );
    operation.state = 'REJECTED';
    return true;
  }
}
