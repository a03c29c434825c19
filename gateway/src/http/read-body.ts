import type { Request } from 'express';
import { nestsWithin, OriginError } from '@origin-ledger/model';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a request's body, none where there is none. */
export function bytesOf(request: Request): Uint8Array {
  const body: unknown = request.body;
  return body instanceof Uint8Array ? body : new Uint8Array();
}

/** @throws OriginError MEDIA_TYPE when a body is said to be anything but JSON */
export function requireJson(request: Request): void {
  if (request.is('application/json') === false) throw new OriginError('MEDIA_TYPE', { stage: 'request' });
}

/** @throws OriginError BODY_MALFORMED, also for what is nested deeper than anything of ours */
export function readJson(bytes: Uint8Array): { readonly text: string; readonly value: unknown } {
  const read = parsed(bytes);
  if (read === undefined) throw new OriginError('BODY_MALFORMED', { stage: 'request' });
  if (!nestsWithin(read.value))
    throw new OriginError('BODY_MALFORMED', { boxes: ['nesting'], stage: 'request' });
  return read;
}

function parsed(bytes: Uint8Array): { readonly text: string; readonly value: unknown } | undefined {
  try {
    const text = decoder.decode(bytes);
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
