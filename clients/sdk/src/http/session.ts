import { OriginApiError } from '../errors/origin-api-error.js';
import type { HolderKey } from '../keys/holder-key.js';
import type { Fetch } from './http.js';
import type { ServerClock } from './server-clock.js';

/** What every call of one client shares. */
export interface Session {
  readonly base: URL;
  readonly key: HolderKey;
  readonly clock: ServerClock;
  readonly fetch: Fetch;
  /** Seconds to wait for an answer. */
  readonly timeoutSeconds: number;
  readonly retries: boolean;
}

/** Segments that would lead to another resource than the one named: an empty one to its list, dots upwards. */
const MISLEADING = new Set(['', '.', '..']);

/**
 * The URL of a resource below the gateway's address.
 * @throws OriginApiError NOT_FOUND for a name that no resource can have
 */
export function resource(
  base: URL,
  path: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): URL {
  if (
    path
      .slice(1)
      .split('/')
      .some((segment) => MISLEADING.has(segment))
  )
    throw new OriginApiError('NOT_FOUND', { stage: 'query' });
  const url = new URL(base.pathname.replace(/\/$/, '') + path, base);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}
