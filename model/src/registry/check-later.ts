import { OriginError } from '../errors/origin-error.js';

/** Peers endorse what is timed within 15 minutes of their clock, either way: so far apart two true clocks may be. */
const TOLERANCE_MILLISECONDS = 30 * 60 * 1000;

/**
 * Acts are ordered by the ledger: by block, and the place in it. What the clocks of their submitters said decides
 * nothing, so that an act which the other state dates ahead holds nobody up; only what no two true clocks can say is
 * refused. Times on record may so stand up to half an hour the wrong way round. Which act came first is told by the
 * acts' links (`previous`, {@link ReceptionRecord.seen}), never by comparing times; periods are counted in calendar
 * days from the time of the act they begin with, which such a difference moves by one day at most, around midnight.
 * @param at time of the act, RFC 3339
 * @param before what it changes or builds on
 * @throws OriginError TIMESTAMP_BEFORE_LAST_ACT
 */
export function checkLater(
  at: string,
  ...before: readonly (Readonly<{ lastAt: string }> | undefined)[]
): void {
  const earliest = Date.parse(at) + TOLERANCE_MILLISECONDS;
  if (before.some((entry) => entry !== undefined && earliest < Date.parse(entry.lastAt)))
    throw new OriginError('TIMESTAMP_BEFORE_LAST_ACT', { stage: 'contract' });
}
