import { fault, ok, warning, type Finding } from './finding.js';

const WARN_SECONDS = 60;
/** Peers refuse a proposal that is further from their own clock. */
const REFUSE_SECONDS = 900;

/** What is to be said of a clock that differs by so many seconds from this machine's. */
export function clockFinding(name: string, seconds: number): Finding {
  const apart = Math.round(Math.abs(seconds));
  const where = `The clock of ${name} is ${apart} s ${seconds < 0 ? 'behind' : 'ahead of'} this machine's`;
  if (apart >= REFUSE_SECONDS) {
    return fault('CLOCK', `${where}: peers refuse what is more than 15 minutes off. Set the clocks by NTP.`);
  }
  if (apart >= WARN_SECONDS) return warning('CLOCK', `${where}: set the clocks by NTP.`);
  return ok('CLOCK', `${name} and this machine agree within ${WARN_SECONDS} s`);
}
