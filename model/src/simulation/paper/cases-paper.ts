import type { CertificateAct } from './command.js';
import { dayNumber } from './days.js';

export interface PaperCheck {
  readonly kind: 'check';
  readonly item: number;
  /** Milliseconds since 1970. */
  readonly opened: number;
  state: 'REQUESTED' | 'REPLIED' | 'DETERMINED';
  /** When the issuing member confirmed to have received the request. */
  requestSeen: number | undefined;
}

export interface PaperVisit {
  readonly kind: 'visit';
  readonly item: number;
  readonly after: PaperCheck;
  readonly opened: number;
  state:
    'NOTIFIED' | 'CONSENTED' | 'NO_CONSENT' | 'POSTPONED' | 'HELD' | 'DETERMINED' | 'COMMENTED' | 'FINAL';
  consentedAt: number | undefined;
  determinedAt: number | undefined;
  noticeSeen: number | undefined;
  determinationSeen: number | undefined;
}

/** How each of the two states counts its days: minutes east of Greenwich, now. */
export interface Zones {
  readonly issuing: number;
  readonly importing: number;
}

/** Checks and visits of one certificate on paper: OCP 18, 19. */
export class CasesPaper {
  readonly all: (PaperCheck | PaperVisit)[] = [];

  get check(): PaperCheck | undefined {
    return this.all.filter((one) => one.kind === 'check').at(-1);
  }

  get visit(): PaperVisit | undefined {
    return this.all.filter((one) => one.kind === 'visit').at(-1);
  }

  /** A visit's determination settles the check it follows too. */
  #open(one: PaperCheck | PaperVisit): boolean {
    if (one.kind === 'visit') return !['DETERMINED', 'COMMENTED', 'FINAL'].includes(one.state);
    return (
      one.state !== 'DETERMINED' &&
      !this.all.some((other) => other.kind === 'visit' && other.after === one && !this.#open(other))
    );
  }

  openOn(item: number): boolean {
    return this.all.some((one) => one.item === item && this.#open(one));
  }

  /** Whether an event of a case may happen now; whose it is and what its certificate needs is asked apart. */
  allows(act: CertificateAct, now: number, zones: Zones, heldOn: number): boolean {
    const { check, visit } = this;
    const silent = (seen: number | undefined, days: number): boolean =>
      seen !== undefined && dayNumber(now, zones.issuing) > dayNumber(seen, zones.issuing) + days;
    const over =
      visit !== undefined && dayNumber(now, zones.importing) > dayNumber(visit.opened, zones.importing) + 180;
    switch (act) {
      case 'check':
      case 'check-and-suspend':
        return true;
      case 'see-request':
        return check !== undefined && check.requestSeen === undefined;
      case 'reply':
        return check?.state === 'REQUESTED' && check.requestSeen !== undefined;
      case 'determine':
        return check !== undefined && check.state !== 'DETERMINED';
      case 'notify':
        return check !== undefined && (check.state !== 'REQUESTED' || silent(check.requestSeen, 90));
      case 'see-notice':
        return visit !== undefined && visit.noticeSeen === undefined;
      case 'consent':
      case 'no-consent':
        return visit?.state === 'NOTIFIED' && visit.noticeSeen !== undefined;
      case 'postpone':
        return visit?.state === 'CONSENTED';
      case 'hold': {
        // Not before its consent, nor on a day to come.
        const today = dayNumber(now, zones.importing);
        const consented = dayNumber(visit?.consentedAt ?? now, zones.importing);
        const holdable = visit?.state === 'CONSENTED' || visit?.state === 'POSTPONED';
        return holdable && heldOn >= consented && heldOn <= today;
      }
      case 'determine-visit':
        return (
          visit !== undefined &&
          (['HELD', 'NO_CONSENT'].includes(visit.state) ||
            (visit.state === 'NOTIFIED' && (silent(visit.noticeSeen, 30) || over)))
        );
      case 'see-determination':
        return visit !== undefined && visit.determinationSeen === undefined && !this.#open(visit);
      case 'comment':
        return visit?.state === 'DETERMINED' && visit.determinationSeen !== undefined;
      case 'final':
        return (
          visit?.state === 'COMMENTED' ||
          (visit?.state === 'DETERMINED' && (silent(visit.determinationSeen, 30) || over))
        );
      default:
        return false;
    }
  }

  /** Writes an event down. */
  note(act: CertificateAct, item: number, now: number): void {
    const { check, visit } = this;
    const became: Partial<Record<CertificateAct, PaperVisit['state']>> = {
      consent: 'CONSENTED',
      'no-consent': 'NO_CONSENT',
      postpone: 'POSTPONED',
      hold: 'HELD',
      'determine-visit': 'DETERMINED',
      comment: 'COMMENTED',
      final: 'FINAL',
    };
    const state = became[act];
    if (visit !== undefined && state !== undefined) visit.state = state;
    if (visit !== undefined && act === 'consent') visit.consentedAt = now;
    if (visit !== undefined && act === 'determine-visit') visit.determinedAt = now;
    if (act === 'check' || act === 'check-and-suspend')
      this.all.push({ kind: 'check', item, opened: now, state: 'REQUESTED', requestSeen: undefined });
    if (act === 'notify' && check !== undefined) {
      this.all.push({
        ...{ kind: 'visit', item, after: check, opened: now, state: 'NOTIFIED' },
        ...{ consentedAt: undefined, determinedAt: undefined },
        ...{ noticeSeen: undefined, determinationSeen: undefined },
      });
    }
    if (act === 'see-request' && check !== undefined) check.requestSeen = now;
    if (act === 'reply' && check !== undefined) check.state = 'REPLIED';
    if (act === 'determine' && check !== undefined) check.state = 'DETERMINED';
    if (act === 'see-notice' && visit !== undefined) visit.noticeSeen = now;
    if (act === 'see-determination' && visit !== undefined) visit.determinationSeen = now;
  }
}
