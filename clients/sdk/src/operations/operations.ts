import { Operation, validatorOf } from '@origin-ledger/model';
import { errorFromProblem, OriginApiError } from '../errors/origin-api-error.js';
import { exchange, jsonOf } from '../http/http.js';
import { sleep, withRetries } from '../http/retry.js';
import { resource, type Session } from '../http/session.js';
import type { SignedQueries } from '../queries/signed-queries.js';
import type { PreparedRequest } from '../requests/prepared-request.js';

export interface SubmitOptions {
  /** Seconds the gateway may take before it answers that the operation is under way. Default: 30. */
  readonly waitSeconds?: number;
}

export interface WaitOptions {
  /** Seconds until OUTCOME_UNKNOWN. Default: 120. */
  readonly timeoutSeconds?: number;
  /** Called whenever the operation has gone on. */
  readonly onProgress?: (operation: Operation) => void;
}

const validator = validatorOf(Operation);
const FIRST_PAUSE = 0.05;
const LONGEST_PAUSE = 2;

/** Submits signed requests and follows what becomes of them. */
export class Operations {
  readonly #session: Session;
  readonly #queries: SignedQueries;

  constructor(session: Session, queries: SignedQueries) {
    this.#session = session;
    this.#queries = queries;
  }

  /** Hands over one signed request, the very same bytes at each try: the gateway acts on it once. */
  async submit(prepared: PreparedRequest, { waitSeconds = 30 }: SubmitOptions = {}): Promise<Operation> {
    const { base, fetch, timeoutSeconds, retries } = this.#session;
    const body = JSON.stringify({ request: prepared.request, parcels: prepared.parcels });
    try {
      return await withRetries(async () => {
        const answer = await exchange(fetch, {
          method: 'POST',
          url: resource(base, '/v1/operations'),
          headers: {
            'content-type': 'application/json',
            ...(waitSeconds > 0 ? { prefer: `wait=${waitSeconds}` } : {}),
          },
          body,
          timeoutSeconds: timeoutSeconds + waitSeconds,
        });
        return settled(checked(jsonOf(answer)));
      }, retries);
    } catch (error) {
      throw withOperation(error, prepared.id);
    }
  }

  operation(id: string): Promise<Operation> {
    return this.#queries.ask({ path: `/v1/operations/${encodeURIComponent(id)}`, validator });
  }

  /** Asks until the operation is settled. */
  async waitFor(started: Operation | string, options: WaitOptions = {}): Promise<Operation> {
    const id = typeof started === 'string' ? started : started.id;
    const end = Date.now() + (options.timeoutSeconds ?? 120) * 1000;
    let known = typeof started === 'string' ? undefined : started;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE)) {
      if (known !== undefined && settled(known).state === 'COMMITTED') return known;
      if (known !== undefined && Date.now() >= end) throw unknownOutcome(known);
      if (known !== undefined) await sleep(pause);
      const now = await this.operation(id);
      if (now.state !== known?.state) options.onProgress?.(now);
      known = now;
    }
  }
}

/** @throws OriginApiError of the refusal when the operation was refused */
function settled(operation: Operation): Operation {
  if (operation.state !== 'REJECTED') return operation;
  throw operation.problem === undefined
    ? new OriginApiError('ANSWER_INVALID', { boxes: ['problem'], operationId: operation.id })
    : errorFromProblem(operation.problem, { operationId: operation.id });
}

function checked(value: unknown): Operation {
  if (!validator.is(value))
    throw new OriginApiError('ANSWER_INVALID', { boxes: validator.problems(value), stage: 'submit' });
  return value;
}

const unknownOutcome = ({ id, transactionId }: Operation): OriginApiError =>
  new OriginApiError('OUTCOME_UNKNOWN', {
    operationId: id,
    stage: 'commit',
    ...(transactionId === undefined ? {} : { transactionId }),
  });

/** A failed submit names its operation, so that its outcome can be asked for. */
function withOperation(error: unknown, operationId: string): unknown {
  if (!(error instanceof OriginApiError) || error.operationId !== undefined) return error;
  const { code, boxes, stage, retry, remedy, status, transactionId, retryAfter } = error;
  return new OriginApiError(code, {
    boxes,
    retry,
    remedy,
    operationId,
    cause: error.cause,
    ...(stage === undefined ? {} : { stage }),
    ...(status === undefined ? {} : { status }),
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
