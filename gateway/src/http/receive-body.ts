import type { RequestHandler, Response } from 'express';
import { OriginError } from '@origin-ledger/model';
import type { BodyBudget } from './body-budget.js';
import type { Turnstile } from './turnstile.js';

/** A body of this size is taken from anybody: it is what a connection costs anyway. Larger ones share a budget. */
const FREE_BYTES = 64 * 1024;
const FIRST_BYTES = 4 * 1024;

/** What all bodies under way share. */
export interface BodyLimits {
  readonly budget: BodyBudget;
  readonly turnstile: Turnstile;
}

/**
 * Receives the bytes of a body, in memory that grows as they come: what is announced and does not come takes none.
 * A body that is refused is not kept, and what still comes of it is thrown away.
 * @param most bytes of a body on this route
 * @throws OriginError BODY_TOO_LARGE, MEDIA_TYPE for one that is compressed, OVERLOADED when the budget is spent
 */
export function receiveBody(most: number, { budget, turnstile }: BodyLimits): RequestHandler {
  return (request, response, next) => {
    const coding = request.headers['content-encoding'];
    if (coding !== undefined && coding.toLowerCase() !== 'identity')
      throw new OriginError('MEDIA_TYPE', { boxes: ['Content-Encoding'], stage: 'request' });
    if (Number(request.headers['content-length'] ?? 0) > most)
      throw new OriginError('BODY_TOO_LARGE', { stage: 'request' });

    let bytes = Buffer.alloc(0);
    let length = 0;
    let taken = 0;
    const giveBack = (): void => {
      budget.give(taken);
      taken = 0;
    };
    const stop = (): void => {
      request.off('data', add).off('end', end).off('error', fail);
      request.resume();
    };
    const refuse = (code: 'BODY_TOO_LARGE' | 'OVERLOADED'): void => {
      stop();
      giveBack();
      bytes = Buffer.alloc(0);
      next(new OriginError(code, { stage: 'request' }));
    };
    /** Twice as much as before, so that every byte is copied once on the average. */
    const grow = (needed: number): boolean => {
      const size = Math.min(most, Math.max(needed, 2 * bytes.length, FIRST_BYTES));
      const more = Math.max(0, size - FREE_BYTES) - taken;
      if (!budget.take(more)) return false;
      taken += more;
      const larger = Buffer.allocUnsafe(size);
      bytes.copy(larger, 0, 0, length);
      bytes = larger;
      return true;
    };
    const add = (chunk: Buffer): void => {
      const needed = length + chunk.length;
      if (needed > most) refuse('BODY_TOO_LARGE');
      else if (needed > bytes.length && !grow(needed)) refuse('OVERLOADED');
      else length += chunk.copy(bytes, length);
    };
    const end = (): void => {
      stop();
      request.body = bytes.subarray(0, length);
      turnstile.enter(length, next);
    };
    const fail = (): void => {
      stop();
      next(new OriginError('BODY_MALFORMED', { stage: 'request' }));
    };
    // Answered or gone: then nothing holds the bytes any more.
    response.on('close', giveBack);
    response.locals['releaseBody'] = (): void => {
      bytes = Buffer.alloc(0);
      request.body = bytes;
      giveBack();
    };
    request.on('data', add).on('end', end).on('error', fail);
  };
}

/** A body that was read to its end is let go of before the answer, which may be waited for. */
export function releaseBody({ locals }: Response): void {
  const release = locals['releaseBody'] as (() => void) | undefined;
  release?.();
}
