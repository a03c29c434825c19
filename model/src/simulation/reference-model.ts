/**
 * What a reader of the rulebook would keep on paper of one certificate from Viet Nam to Singapore with two items: an
 * independent, naive telling of the axes of section 5, against which the acts are compared.
 */
export interface PaperDecision {
  seenByIssuer: boolean;
  clarification: { seenByImporter: boolean } | undefined;
}

export interface PaperCheck {
  readonly item: number;
  state: 'REQUESTED' | 'REPLIED' | 'DETERMINED';
  requestSeen: boolean;
}

export class Paper {
  issued = false;
  sent = false;
  received = false;
  missing = false;
  ended = false;
  utilised = false;
  /** Latest time of any act on it, in milliseconds. */
  last = 0;
  readonly decisions = new Map<number, PaperDecision>();
  readonly suspended = new Set<number>();
  readonly checks: PaperCheck[] = [];

  /** State of an item, as section 5 names it. */
  item(number: number): string {
    if (this.suspended.has(number)) return 'SUSPENDED';
    const decision = this.decisions.get(number);
    if (decision === undefined) return 'PENDING';
    return decision.clarification === undefined ? 'DECIDED' : 'CLARIFIED';
  }

  transmission(): string {
    if (this.missing) return 'NOT_RECEIVED';
    if (this.received) return 'RECEIVED';
    return this.sent ? 'SENT' : 'ISSUED';
  }

  /** Whether the act may be done by this member, as the rulebook says; time is checked apart. */
  allows(act: string, member: string, item: number): boolean {
    const issuing = member === 'VN' && this.issued;
    const importing = member === 'SG' && this.sent;
    const decision = this.decisions.get(item);
    const check = this.checks.at(-1);
    const open = this.checks.some((one) => one.item === item && one.state !== 'DETERMINED');
    switch (act) {
      case 'issue':
        return member === 'VN' && !this.issued;
      case 'send':
        return issuing && !this.sent && !this.ended;
      case 'receive':
        return importing && !this.received;
      case 'not-received':
        return importing && !this.missing;
      case 'resend':
        return issuing && this.sent && this.missing;
      case 'cancel':
        return issuing && !this.ended && !this.utilised;
      case 'give':
      case 'refuse':
        return (
          importing &&
          this.received &&
          !this.ended &&
          (this.item(item) === 'PENDING' || (this.item(item) === 'SUSPENDED' && !open))
        );
      case 'see-decision':
        return issuing && decision?.seenByIssuer === false;
      case 'clarify':
        return issuing && this.received && !this.ended && decision?.seenByIssuer === true;
      case 'see-clarification':
        return importing && decision?.clarification?.seenByImporter === false;
      case 'reassess':
        return (
          importing &&
          this.received &&
          !this.ended &&
          this.item(item) === 'CLARIFIED' &&
          decision?.clarification?.seenByImporter === true
        );
      case 'check':
      case 'check-and-suspend':
        return importing && this.received;
      case 'see-request':
        return issuing && check?.requestSeen === false;
      case 'reply':
        return issuing && check?.state === 'REQUESTED' && check.requestSeen;
      case 'determine':
        return importing && this.received && check !== undefined && check.state !== 'DETERMINED';
      default:
        throw new Error(`no such act: ${act}`);
    }
  }

  /** Writes the act down. */
  note(act: string, item: number): void {
    const decision = this.decisions.get(item);
    const check = this.checks.at(-1);
    if (act === 'issue') this.issued = true;
    if (act === 'send') this.sent = true;
    if (act === 'receive') this.received = true;
    if (act === 'not-received') this.missing = true;
    if (act === 'resend') this.missing = false;
    if (act === 'cancel') this.ended = true;
    if (act === 'give' || act === 'refuse' || act === 'reassess') {
      this.decisions.set(item, { seenByIssuer: false, clarification: undefined });
      this.suspended.delete(item);
      this.utilised ||= act !== 'refuse';
    }
    if (act === 'see-decision' && decision !== undefined) decision.seenByIssuer = true;
    if (act === 'clarify' && decision !== undefined) decision.clarification = { seenByImporter: false };
    if (act === 'see-clarification' && decision?.clarification !== undefined)
      decision.clarification.seenByImporter = true;
    if (act === 'check' || act === 'check-and-suspend')
      this.checks.push({ item, state: 'REQUESTED', requestSeen: false });
    if (act === 'check-and-suspend') this.suspended.add(item);
    if (act === 'see-request' && check !== undefined) check.requestSeen = true;
    if (act === 'reply' && check !== undefined) check.state = 'REPLIED';
    if (act === 'determine' && check !== undefined) check.state = 'DETERMINED';
  }
}

export const paperActs = [
  'issue',
  'send',
  'receive',
  'not-received',
  'resend',
  'cancel',
  'give',
  'refuse',
  'see-decision',
  'clarify',
  'see-clarification',
  'reassess',
  'check',
  'check-and-suspend',
  'see-request',
  'reply',
  'determine',
] as const;
export type PaperAct = (typeof paperActs)[number];
