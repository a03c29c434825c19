import type { OriginError } from '@origin-ledger/model';
import {
  errorRegistry,
  isErrorCode,
  Problem,
  validatorOf,
  type ErrorCode,
  type Retry,
} from '@origin-ledger/model';

export interface OriginApiErrorOptions {
  readonly boxes?: readonly string[];
  readonly stage?: string;
  /** Default: what the registry says of the code. */
  readonly retry?: Retry;
  readonly remedy?: string;
  /** HTTP status; none when no answer came. */
  readonly status?: number;
  readonly transactionId?: string;
  /** Seconds the gateway asks to wait. */
  readonly retryAfter?: number;
  /** The operation concerned: its outcome can be asked for. */
  readonly operationId?: string;
  readonly detail?: string;
  readonly cause?: unknown;
}

/**
 * Anything that went wrong between this client and the ledger, by code. `retry` says what the same signed
 * request may still do: nothing (`never`), succeed later unchanged (`same`), or have succeeded already (`ask`).
 * @example
 * try {
 *   await client.send('VN.HAN.26-000123');
 * } catch (error) {
 *   if (error instanceof OriginApiError && error.code === 'CERTIFICATE_ALREADY_SENT') return;
 *   throw error;
 * }
 */
export class OriginApiError extends Error {
  override readonly name = 'OriginApiError';
  readonly boxes: readonly string[];
  readonly stage: string | undefined;
  readonly retry: Retry;
  readonly remedy: string;
  readonly status: number | undefined;
  readonly transactionId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly operationId: string | undefined;
  /** What is known beyond the title of its code. */
  readonly detail: string | undefined;

  constructor(
    readonly code: ErrorCode,
    options: OriginApiErrorOptions = {},
  ) {
    const boxes = options.boxes ?? [];
    const title = options.detail ?? errorRegistry[code].title;
    super(
      boxes.length === 0 ? `${code}: ${title}` : `${code}: ${title} (${boxes.join(', ')})`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.boxes = boxes;
    this.stage = options.stage;
    this.retry = options.retry ?? errorRegistry[code].retry;
    this.remedy = options.remedy ?? errorRegistry[code].remedy;
    this.status = options.status;
    this.transactionId = options.transactionId;
    this.retryAfter = options.retryAfter;
    this.operationId = options.operationId;
    this.detail = options.detail;
  }
}

const problemValidator = validatorOf(Problem);

/** Whether a value is problem details (RFC 9457) as a gateway writes them. */
export const isProblem = (value: unknown): value is Problem => problemValidator.is(value);

/** The error that problem details stand for; a code newer than this client becomes ANSWER_INVALID. */
export function errorFromProblem(
  problem: Problem,
  context: Pick<OriginApiErrorOptions, 'retryAfter' | 'operationId'> = {},
): OriginApiError {
  const { code, boxes, stage, retry, remedy, status, transactionId } = problem;
  const known = isErrorCode(code);
  return new OriginApiError(known ? code : 'ANSWER_INVALID', {
    ...context,
    boxes: known ? boxes : [code],
    retry,
    remedy,
    status,
    ...(stage === undefined ? {} : { stage }),
    ...(transactionId === undefined ? {} : { transactionId }),
  });
}

/** An error of the model, found here before anything was sent, as the client's own kind. */
export function errorFromModel(error: OriginError): OriginApiError {
  const { code, boxes, stage } = error;
  return new OriginApiError(code, { boxes, cause: error, ...(stage === undefined ? {} : { stage }) });
}
