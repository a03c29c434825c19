import type { Response } from 'express';
import { OriginError, type ErrorCode } from '@origin-ledger/model';
import { storedProblem } from '../journal/journal.js';
import { problemOf } from '../operations/operation-view.js';

/** Seconds a refused caller should wait. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = {
  OVERLOADED: 1,
  RATE_LIMITED: 10,
  LEDGER_UNAVAILABLE: 5,
  CONTRACT_UNAVAILABLE: 5,
  TIMESTAMP_OUTSIDE_WINDOW: 30,
  READ_MODEL_AHEAD: 30,
  QUOTA_EXCEEDED: 60,
  STORAGE_FULL: 30,
  STORAGE_BUSY: 1,
  STORAGE_DAMAGED: 30,
  STORAGE_FAILED: 30,
  STORAGE_SCHEMA: 30,
};

/** Whatever was thrown, as one of our errors; what nobody expected says nothing of itself. */
export function asOriginError(error: unknown): OriginError {
  if (error instanceof OriginError) return error;
  const type = (error as { readonly type?: unknown } | null)?.type;
  if (type === 'entity.too.large') return new OriginError('BODY_TOO_LARGE', { stage: 'request' });
  if (type === 'encoding.unsupported') return new OriginError('MEDIA_TYPE', { stage: 'request' });
  // A path with a broken percent-encoding names nothing.
  if (error instanceof URIError) return new OriginError('NOT_FOUND', { stage: 'request' });
  if (type === 'request.aborted' || type === 'request.size.invalid')
    return new OriginError('BODY_MALFORMED', { stage: 'request' });
  return new OriginError('INTERNAL', { cause: error });
}

/** Answers with RFC 9457 problem details. */
export function sendProblem(response: Response, error: OriginError, instance?: string): void {
  const problem = problemOf(storedProblem(error), instance);
  const wait = RETRY_AFTER[error.code];
  if (wait !== undefined) response.setHeader('Retry-After', wait);
  response.status(error.code === 'OUTCOME_UNKNOWN' ? 202 : problem.status);
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(JSON.stringify(problem));
}
