import {
  actKey,
  errorRegistry,
  isErrorCode,
  type ActRecord,
  type ErrorCode,
  type Operation,
  type OperationState,
  type Problem,
} from '@origin-ledger/model';
import type { Journal, StoredProblem } from '../journal/journal.js';
import type { Replica } from '../read-model/replica.js';
import type { Database, Statement } from '../store/database.js';

/** RFC 9457 problem of a stored refusal. */
export function problemOf(stored: StoredProblem, instance?: string): Problem {
  const code: ErrorCode = isErrorCode(stored.code) ? stored.code : 'INTERNAL';
  const { status, title, remedy, retry } = errorRegistry[code];
  return {
    type: `urn:origin-ledger:error:${code}`,
    title,
    status,
    code,
    remedy,
    retry,
    boxes: [...stored.boxes],
    ...(instance === undefined ? {} : { instance }),
    ...(stored.stage === undefined ? {} : { stage: stored.stage }),
    ...(stored.transactionId === undefined ? {} : { transactionId: stored.transactionId }),
  };
}

/** Where a verified act stands on the ledger. */
export interface PlacedAct {
  readonly act: ActRecord;
  readonly transactionId: string;
  readonly block: number;
  readonly late: boolean;
}

interface ActRow {
  readonly transaction_id: string;
  readonly block: number;
  readonly late: number;
}

/** Reads operations as their callers see them: the journal's way, and the ledger's result. */
export class OperationViews {
  readonly #journal: Journal;
  readonly #replica: Replica;
  readonly #act: Statement<ActRow>;

  constructor(database: Database, journal: Journal, replica: Replica) {
    this.#journal = journal;
    this.#replica = replica;
    this.#act = database.prepare('SELECT transaction_id, block, late FROM acts WHERE id = ?');
  }

  /** The act under an id, if the ledger has it. */
  act(id: string): PlacedAct | undefined {
    const act = this.#replica.value<ActRecord>(actKey(id));
    const row = act === undefined ? undefined : this.#act.get(id);
    return act === undefined || row === undefined
      ? undefined
      : { act, transactionId: row.transaction_id, block: row.block, late: row.late === 1 };
  }

  /**
   * @param state what the machine knows better than the journal, while it works on the operation
   */
  view(id: string, replayed: boolean, state?: OperationState): Operation | undefined {
    const entry = this.#journal.entry(id);
    if (entry === undefined) return this.#fromLedger(id, replayed);
    const instance = `/v1/operations/${id}`;
    const final = entry.state === 'COMMITTED' || entry.state === 'REJECTED';
    const problem = entry.problem === null ? undefined : (JSON.parse(entry.problem) as StoredProblem);
    const act = entry.state === 'COMMITTED' ? this.#replica.value<ActRecord>(actKey(id)) : undefined;
    return {
      id,
      op: entry.op,
      state: final ? entry.state : (state ?? entry.state),
      receivedAt: entry.received_at,
      replayed,
      ...(entry.transaction_id === null ? {} : { transactionId: entry.transaction_id }),
      ...(entry.block === null ? {} : { block: entry.block }),
      ...(act === undefined ? {} : { result: act.result }),
      ...(problem === undefined ? {} : { problem: problemOf(problem, instance) }),
    };
  }

  /** An act that came to the ledger by another gateway, or before this store was made. */
  #fromLedger(id: string, replayed: boolean): Operation | undefined {
    const placed = this.act(id);
    if (placed === undefined) return undefined;
    const { act, transactionId, block } = placed;
    const base = { id, op: act.op, receivedAt: act.at, transactionId, block, replayed };
    if (act.outcome === 'DONE') return { ...base, state: 'COMMITTED', result: act.result };
    const problem = problemOf({ code: 'REQUEST_WITHDRAWN', boxes: [], stage: 'contract', transactionId });
    return { ...base, state: 'REJECTED', problem };
  }
}
