import type { HolderKey } from '../keys/holder-key.js';
import type { Fetch } from './http.js';

/** What every call of one client shares. */
export interface Session {
  readonly base: URL;
  readonly key: HolderKey;
  readonly fetch: Fetch;
  /** Seconds to wait for an answer. */
  readonly timeoutSeconds: number;
  readonly retries: boolean;
}

/** The URL of a resource below the gateway's address. */
export function resource(
  base: URL,
  path: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): URL {
  const url = new URL(base.pathname.replace(/\/$/, '') + path, base);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}
