import type { Request } from 'express';
import { marksOf, nestsWithin, OriginError } from '@origin-ledger/model';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A document of a thousand items is made of half as many. */
const MOST_MARKS = 250_000;

/** The bytes of a request's body, none where there is none. */
export function bytesOf(request: Request): Uint8Array {
  const body: unknown = request.body;
  return body instanceof Uint8Array ? body : new Uint8Array();
}

/** @throws OriginError MEDIA_TYPE when a body is said to be anything but JSON */
export function requireJson(request: Request): void {
  if (request.is('application/json') === false) throw new OriginError('MEDIA_TYPE', { stage: 'request' });
}

/** @throws OriginError BODY_MALFORMED when the bytes are not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new OriginError('BODY_MALFORMED', { stage: 'request', cause });
  }
}

/** @throws OriginError BODY_MALFORMED, also for what is nested deeper, or made of more parts, than anything of ours */
export function readJson(text: string): unknown {
  if (marksOf(text, MOST_MARKS) === undefined)
    throw new OriginError('BODY_MALFORMED', { boxes: ['(whole)'], stage: 'request' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new OriginError('BODY_MALFORMED', { stage: 'request', cause });
  }
  if (!nestsWithin(value)) throw new OriginError('BODY_MALFORMED', { boxes: ['nesting'], stage: 'request' });
  return value;
}
