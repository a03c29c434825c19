/** Whether a gateway can do its work, part by part: `OK`, or why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface ReadinessParts {
  /** Why the blocks are not followed at present. */
  readonly following: () => string | undefined;
  /** Blocks received and not yet applied. */
  readonly lag: () => number;
  readonly clockOff: () => boolean;
  readonly contract: () => Promise<string>;
  readonly store: () => Promise<string>;
  /** When the TLS certificate ends, milliseconds since 1970; undefined: there is none. */
  readonly certificateEnds?: number | undefined;
}

/** Blocks the read model may be behind and still be ready. */
const MOST_LAG = 20;
const OK = 'OK';
/** What keeps a gateway from following although the read model is well. */
const OF_THE_LEDGER: ReadonlySet<string> = new Set(['LEDGER_UNAVAILABLE', 'OVERLOADED', 'STARTING']);
/** The peer's word for a clock that is off. */
const OUTSIDE = 'TIMESTAMP_OUTSIDE_WINDOW';
export const isOutsideWindow = (check: string): boolean => check === OUTSIDE;

/** Asks every part. */
export async function readinessOf(parts: ReadinessParts): Promise<Readiness> {
  const [contract, store] = await Promise.all([parts.contract(), parts.store()]);
  const following = parts.following();
  const ofLedger = following !== undefined && OF_THE_LEDGER.has(following);
  const clock = following === OUTSIDE || contract === OUTSIDE || parts.clockOff();
  const ofModel = ofLedger || following === OUTSIDE ? undefined : following;
  const checks = {
    ledger: ofLedger ? following : OK,
    // What does not reach the contract says nothing of it.
    contract: contract === OUTSIDE ? 'UNKNOWN' : contract,
    'read-model': ofModel ?? (parts.lag() > MOST_LAG ? 'BEHIND' : OK),
    store,
    clock: clock ? 'CLOCK' : OK,
    ...(parts.certificateEnds === undefined
      ? {}
      : { certificate: parts.certificateEnds <= Date.now() ? 'CERTIFICATE_EXPIRED' : OK }),
  };
  return { ready: Object.values(checks).every((check) => check === OK), checks };
}
