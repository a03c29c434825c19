/**
 * What a reader of the rulebook would keep on paper of one certificate from Viet Nam to Singapore with two items: an
 * independent, naive telling of the axes of section 5, against which the acts are compared.
 */
export interface PaperDecision {
  readonly given: boolean;
  seenByIssuer: boolean;
  clarification: { seenByImporter: boolean } | undefined;
}

export interface PaperCheck {
  readonly kind: 'check';
  readonly item: number;
  /** Milliseconds since 1970. */
  readonly opened: number;
  state: 'REQUESTED' | 'REPLIED' | 'DETERMINED';
  /** When Viet Nam confirmed to have received the request. */
  requestSeen: number | undefined;
}

export interface PaperVisit {
  readonly kind: 'visit';
  readonly item: number;
  readonly after: PaperCheck;
  readonly opened: number;
  state:
    'NOTIFIED' | 'CONSENTED' | 'NO_CONSENT' | 'POSTPONED' | 'HELD' | 'DETERMINED' | 'COMMENTED' | 'FINAL';
  noticeSeen: number | undefined;
  determinationSeen: number | undefined;
}

/** Kilograms of each item, and what one use writes off. */
export const WHOLE = 1200;
export const ONE_USE = 500;

const DAY = 86_400_000;
/** The day in Singapore, counted since 1970. */
const dayThere = (time: number): number => Math.floor((time + 8 * 3_600_000) / DAY);
/** The day in Viet Nam. */
const dayHere = (time: number): number => Math.floor((time + 7 * 3_600_000) / DAY);

export class Paper {
  issued = false;
  sent = false;
  received = false;
  missing = false;
  ended: 'CANCELLED' | 'REVOKED' | 'REPLACED' | undefined;
  utilised = false;
  copies = 0;
  /** Time of the act that is asked about. */
  now = 0;
  /** Latest time of any act on it, in milliseconds. */
  last = 0;
  readonly decisions = new Map<number, PaperDecision>();
  readonly suspended = new Set<number>();
  readonly classified = new Set<number>();
  readonly left = new Map([
    [1, WHOLE],
    [2, WHOLE],
  ]);
  readonly cases: (PaperCheck | PaperVisit)[] = [];

  get check(): PaperCheck | undefined {
    return this.cases.filter((one) => one.kind === 'check').at(-1);
  }

  get visit(): PaperVisit | undefined {
    return this.cases.filter((one) => one.kind === 'visit').at(-1);
  }

  /** State of an item, as section 5 names it. */
  item(number: number): string {
    if (this.suspended.has(number)) return 'SUSPENDED';
    const decision = this.decisions.get(number);
    if (decision === undefined) return this.classified.has(number) ? 'CLASSIFICATION_OPEN' : 'PENDING';
    return decision.clarification === undefined ? 'DECIDED' : 'CLARIFIED';
  }

  transmission(): string {
    if (this.missing) return 'NOT_RECEIVED';
    if (this.received) return 'RECEIVED';
    return this.sent ? 'SENT' : 'ISSUED';
  }

  /** A visit's determination settles the check it follows too. */
  #open(one: PaperCheck | PaperVisit): boolean {
    if (one.kind === 'visit') return !['DETERMINED', 'COMMENTED', 'FINAL'].includes(one.state);
    return (
      one.state !== 'DETERMINED' &&
      !this.cases.some((other) => other.kind === 'visit' && other.after === one && !this.#open(other))
    );
  }

  /** Whether Viet Nam let so many days pass since it received something. */
  #silent(seen: number | undefined, days: number): boolean {
    return seen !== undefined && dayHere(this.now) > dayHere(seen) + days;
  }

  /** Whether the 180 days of a visit are over. */
  #over(visit: PaperVisit): boolean {
    return dayThere(this.now) > dayThere(visit.opened) + 180;
  }

  /** Preference that is pending or given can be suspended; what was refused has none. */
  #suspendable(item: number): boolean {
    const given = this.item(item) === 'DECIDED' && this.decisions.get(item)?.given === true;
    return given || ['PENDING', 'SUSPENDED'].includes(this.item(item));
  }

  /** Whether the act may be done by this member, as the rulebook says; time is checked apart. */
  allows(act: PaperAct, member: string, item: number): boolean {
    const issuing = member === 'VN' && this.issued;
    const importing = member === 'SG' && this.sent;
    const holding = importing && this.received;
    const valid = this.ended === undefined;
    const decision = this.decisions.get(item);
    const { check, visit } = this;
    const rules: Readonly<Record<PaperAct, () => boolean>> = {
      issue: () => member === 'VN' && !this.issued,
      send: () => issuing && !this.sent && valid,
      receive: () => importing && !this.received,
      'not-received': () => importing && !this.missing,
      resend: () => issuing && this.sent && this.missing,
      cancel: () => issuing && valid && !this.utilised,
      replace: () => issuing && valid && !this.utilised,
      revoke: () => issuing && valid,
      reissue: () => issuing && valid,
      'true-copy': () => issuing && valid,
      classify: () => holding && valid && this.item(item) === 'PENDING',
      give: () => holding && valid && this.#decidable(item),
      refuse: () => holding && valid && this.#decidable(item),
      'see-decision': () => issuing && decision?.seenByIssuer === false,
      clarify: () => issuing && this.received && valid && decision?.seenByIssuer === true,
      'see-clarification': () => importing && decision?.clarification?.seenByImporter === false,
      reassess: () =>
        holding &&
        valid &&
        this.item(item) === 'CLARIFIED' &&
        decision?.clarification?.seenByImporter === true,
      use: () =>
        holding &&
        valid &&
        ['DECIDED', 'CLARIFIED'].includes(this.item(item)) &&
        decision?.given === true &&
        (this.left.get(item) ?? 0) >= ONE_USE,
      check: () => holding,
      'check-and-suspend': () => holding && this.#suspendable(item),
      'see-request': () => issuing && check !== undefined && check.requestSeen === undefined,
      reply: () => issuing && check?.state === 'REQUESTED' && check.requestSeen !== undefined,
      determine: () => holding && check !== undefined && check.state !== 'DETERMINED',
      notify: () =>
        holding &&
        check !== undefined &&
        this.#suspendable(item) &&
        (check.state !== 'REQUESTED' || this.#silent(check.requestSeen, 90)),
      'see-notice': () => issuing && visit !== undefined && visit.noticeSeen === undefined,
      consent: () => issuing && visit?.state === 'NOTIFIED' && visit.noticeSeen !== undefined,
      'no-consent': () => issuing && visit?.state === 'NOTIFIED' && visit.noticeSeen !== undefined,
      postpone: () => issuing && visit?.state === 'CONSENTED',
      hold: () => holding && (visit?.state === 'CONSENTED' || visit?.state === 'POSTPONED'),
      'determine-visit': () =>
        holding &&
        visit !== undefined &&
        (['HELD', 'NO_CONSENT'].includes(visit.state) ||
          (visit.state === 'NOTIFIED' && (this.#silent(visit.noticeSeen, 30) || this.#over(visit)))),
      'see-determination': () =>
        issuing && visit !== undefined && visit.determinationSeen === undefined && !this.#open(visit),
      comment: () => issuing && visit?.state === 'DETERMINED' && visit.determinationSeen !== undefined,
      final: () =>
        holding &&
        visit !== undefined &&
        (visit.state === 'COMMENTED' ||
          (visit.state === 'DETERMINED' && (this.#silent(visit.determinationSeen, 30) || this.#over(visit)))),
    };
    return rules[act]();
  }

  /** Not decided yet, or suspended with no case open any more. */
  #decidable(item: number): boolean {
    const state = this.item(item);
    if (state === 'SUSPENDED') return !this.cases.some((one) => one.item === item && this.#open(one));
    return state === 'PENDING' || state === 'CLASSIFICATION_OPEN';
  }

  /** Writes the act down. */
  note(act: PaperAct, item: number): void {
    const decision = this.decisions.get(item);
    const { check, visit } = this;
    const decide = (given: boolean): void => {
      this.decisions.set(item, { given, seenByIssuer: false, clarification: undefined });
      this.suspended.delete(item);
      this.classified.delete(item);
      this.utilised ||= given;
    };
    const ask = (): void => {
      this.cases.push({ kind: 'check', item, opened: this.now, state: 'REQUESTED', requestSeen: undefined });
    };
    const became = (state: PaperVisit['state']) => (): void => {
      if (visit !== undefined) visit.state = state;
    };
    const steps: Readonly<Record<PaperAct, () => void>> = {
      issue: () => (this.issued = true),
      send: () => (this.sent = true),
      receive: () => (this.received = true),
      'not-received': () => (this.missing = true),
      resend: () => (this.missing = false),
      cancel: () => (this.ended = 'CANCELLED'),
      replace: () => (this.ended = 'REPLACED'),
      revoke: () => (this.ended = 'REVOKED'),
      reissue: () => (this.copies += 1),
      'true-copy': () => (this.copies += 1),
      classify: () => this.classified.add(item),
      give: () => {
        decide(true);
      },
      refuse: () => {
        decide(false);
      },
      reassess: () => {
        decide(true);
      },
      'see-decision': () => decision !== undefined && (decision.seenByIssuer = true),
      clarify: () => decision !== undefined && (decision.clarification = { seenByImporter: false }),
      'see-clarification': () =>
        decision?.clarification !== undefined && (decision.clarification.seenByImporter = true),
      use: () => {
        this.left.set(item, (this.left.get(item) ?? 0) - ONE_USE);
        this.utilised = true;
      },
      check: ask,
      'check-and-suspend': () => {
        ask();
        this.suspended.add(item);
      },
      'see-request': () => check !== undefined && (check.requestSeen = this.now),
      reply: () => check !== undefined && (check.state = 'REPLIED'),
      determine: () => check !== undefined && (check.state = 'DETERMINED'),
      notify: () => {
        if (check === undefined) return;
        const seen = { opened: this.now, noticeSeen: undefined, determinationSeen: undefined };
        this.cases.push({ kind: 'visit', item, after: check, state: 'NOTIFIED', ...seen });
        this.suspended.add(item);
      },
      'see-notice': () => visit !== undefined && (visit.noticeSeen = this.now),
      consent: became('CONSENTED'),
      'no-consent': became('NO_CONSENT'),
      postpone: became('POSTPONED'),
      hold: became('HELD'),
      'determine-visit': became('DETERMINED'),
      'see-determination': () => visit !== undefined && (visit.determinationSeen = this.now),
      comment: became('COMMENTED'),
      final: became('FINAL'),
    };
    steps[act]();
  }
}

export const paperActs = [
  'issue',
  'send',
  'receive',
  'not-received',
  'resend',
  'cancel',
  'replace',
  'revoke',
  'reissue',
  'true-copy',
  'classify',
  'give',
  'refuse',
  'see-decision',
  'clarify',
  'see-clarification',
  'reassess',
  'use',
  'check',
  'check-and-suspend',
  'see-request',
  'reply',
  'determine',
  'notify',
  'see-notice',
  'consent',
  'no-consent',
  'postpone',
  'hold',
  'determine-visit',
  'see-determination',
  'comment',
  'final',
] as const;
export type PaperAct = (typeof paperActs)[number];

/** Little can follow these. */
export const endings: ReadonlySet<PaperAct> = new Set(['cancel', 'replace', 'revoke']);
