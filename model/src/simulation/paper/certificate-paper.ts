import { BalancesPaper, ONE_DRAW } from './balances-paper.js';
import { CasesPaper } from './cases-paper.js';
import { AFTER_END, BEFORE_RECEIPT, ISSUERS, type Made, type Particulars } from './certificate-words.js';
import type { CertificateAct } from './command.js';
import { mayFollow, written } from './days.js';
import type { RegisterPaper } from './register-paper.js';

interface PaperDecision {
  readonly given: boolean;
  readonly at: number;
  seenByIssuer: boolean;
  clarification: { readonly at: number; seenByImporter: boolean } | undefined;
}

/** Of an act by a member, now. */
export interface Moment {
  readonly now: number;
  readonly member: string;
  readonly register: RegisterPaper;
}

/** What a reader of the rulebook would keep of one certificate with two items: a naive telling of section 5. */
export class CertificatePaper {
  readonly made: Made;
  sent = false;
  received = false;
  missing = false;
  ended: 'CANCELLED' | 'REVOKED' | 'REPLACED' | undefined;
  utilised = false;
  copies = 0;
  late: number | undefined;
  /** Times of each member's last act on it, in milliseconds. */
  readonly #lastOf: Record<'issuing' | 'importing', number>;
  readonly decisions = new Map<number, PaperDecision>();
  readonly suspended = new Set<number>();
  readonly classified = new Set<number>();
  readonly balances = new BalancesPaper();
  readonly cases = new CasesPaper();

  constructor(made: Made, now: number) {
    this.made = made;
    this.#lastOf = { issuing: now, importing: 0 };
  }

  /** The later one of the times of both members' last acts. */
  get last(): number {
    return Math.max(this.#lastOf.issuing, this.#lastOf.importing);
  }

  /** A member's last act on it was then. */
  dated(by: 'issuing' | 'importing', now: number): void {
    this.#lastOf[by] = now;
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
    if (this.made.by === 'authority, outside') return 'OUTSIDE';
    return this.sent ? 'SENT' : 'ISSUED';
  }

  /** Whether the act may be done now by this member, as the rulebook says. */
  allows(act: CertificateAct, moment: Moment, item: number, said: Particulars): boolean {
    const { made, cases } = this;
    const { now, member, register } = moment;
    const issuing = ISSUERS.has(act);
    if (member !== (issuing ? made.issuing : made.importing)) return false;
    if (!issuing && !this.sent) return false;
    if (!issuing && !this.received && !BEFORE_RECEIPT.has(act) && act !== 'see-clarification') return false;
    if (!AFTER_END.has(act) && this.ended !== undefined) return false;
    if (!mayFollow(now, this.#since(act, item))) return false;
    const minutesEast = (code: string): number => register.members.get(code)?.minutesEast ?? 0;
    const zones = { issuing: minutesEast(made.issuing), importing: minutesEast(made.importing) };
    const decision = this.decisions.get(item);
    const clarification = decision?.clarification;
    const declaration = made.by.startsWith('exporter');
    const today = register.today(member, now);
    switch (act) {
      case 'send':
        return !this.sent && made.by !== 'authority, outside' && register.present(made.importing);
      case 'receive':
        return !this.received;
      case 'not-received':
        return !this.missing;
      case 'resend':
        return this.missing;
      case 'cancel':
        return this.#unused();
      case 'revoke':
        return true;
      case 'replace':
        // In the place of a back-to-back or a declaration only its own kind could stand.
        return this.#unused() && !declaration && made.by !== 'authority, back-to-back';
      case 'reissue':
      case 'true-copy':
        // Within one year: no form used here lives longer, and none of its runs lasts so long.
        return !declaration;
      case 'classify':
        return this.item(item) === 'PENDING';
      case 'accept-late':
        return (
          this.#presentable(said.presented, today) &&
          said.presented > made.expires &&
          (said.imported === undefined || said.imported <= said.presented) &&
          (said.ground !== 'IMPORTED_IN_TIME' ||
            (said.imported !== undefined && said.imported <= made.expires))
        );
      case 'give':
        return this.#decidable(item) && this.#givable(said.presented, today);
      case 'refuse':
        return this.#decidable(item) && this.#presentable(said.presented, today);
      case 'see-decision':
        return decision?.seenByIssuer === false;
      case 'clarify':
        return this.received && decision?.seenByIssuer === true;
      case 'see-clarification':
        return clarification?.seenByImporter === false;
      case 'reassess':
        return (
          this.item(item) === 'CLARIFIED' &&
          clarification?.seenByImporter === true &&
          this.#givable(said.presented, today)
        );
      case 'use':
        return (
          !made.partial &&
          register.present(made.issuing) &&
          ['DECIDED', 'CLARIFIED'].includes(this.item(item)) &&
          decision?.given === true &&
          this.drawable('import', item, said.stale, register)
        );
      case 'check-and-suspend':
      case 'notify':
        // What was refused is suspended as what was given: nobody else is to know which it was.
        return this.item(item) !== 'CLASSIFICATION_OPEN' && cases.allows(act, now, zones, said.heldOn);
      default:
        return cases.allows(act, now, zones, said.heldOn);
    }
  }

  /** Whether so much is left, and the draw builds on what there is now. */
  drawable(purpose: 'import' | 'reexport', item: number, stale: boolean, register: RegisterPaper): boolean {
    const name = this.balances.name(purpose, register.settingsOf(this.made.importing).joined);
    return this.balances.left(name, item) >= ONE_DRAW && !(stale && this.balances.begun(name));
  }

  draw(purpose: 'import' | 'reexport', item: number, register: RegisterPaper): void {
    const name = this.balances.name(purpose, register.settingsOf(this.made.importing).joined);
    this.balances.draw(name, item);
    this.utilised = true;
  }

  #presentable(presented: number, today: number): boolean {
    return presented >= this.made.issuedOn && presented <= today;
  }

  /** Preference: in time, or late and accepted as of that day; never for partial cumulation. */
  #givable(presented: number, today: number): boolean {
    const timely = presented <= this.made.expires || this.late === presented;
    return this.#presentable(presented, today) && timely && !this.made.partial;
  }

  /** Nothing drawn, nothing given: it can be ended as if it had never been used. */
  #unused(): boolean {
    return !this.utilised && ![...this.decisions.values()].some(({ given }) => given);
  }

  /** Not decided yet, or suspended with no case open any more. */
  #decidable(item: number): boolean {
    const state = this.item(item);
    if (state === 'SUSPENDED') return !this.cases.openOn(item);
    return state === 'PENDING' || state === 'CLASSIFICATION_OPEN';
  }

  /** Nothing is timed long before what it builds on: a confirmation before its parcel, else the last act. */
  #since(act: CertificateAct, item: number): number {
    const decision = this.decisions.get(item);
    switch (act) {
      case 'see-decision':
        return decision?.at ?? 0;
      case 'see-clarification':
        return decision?.clarification?.at ?? 0;
      case 'see-request':
        return this.cases.check?.opened ?? 0;
      case 'see-notice':
        return this.cases.visit?.opened ?? 0;
      case 'see-determination':
        return this.cases.visit?.determinedAt ?? 0;
      default:
        return this.last;
    }
  }

  /** Writes the act down. */
  note(act: CertificateAct, { now, register }: Moment, item: number, said: Particulars): void {
    const decision = this.decisions.get(item);
    const decide = (given: boolean): void => {
      this.decisions.set(item, { given, at: now, seenByIssuer: false, clarification: undefined });
      this.suspended.delete(item);
      this.classified.delete(item);
    };
    if (act === 'send') this.sent = true;
    if (act === 'receive') this.received = true;
    if (act === 'not-received') this.missing = true;
    if (act === 'resend') this.missing = false;
    if (act === 'cancel') this.ended = 'CANCELLED';
    if (act === 'replace') this.ended = 'REPLACED';
    if (act === 'revoke') this.ended = 'REVOKED';
    if (act === 'reissue' || act === 'true-copy') this.copies += 1;
    if (act === 'classify') this.classified.add(item);
    if (act === 'accept-late') this.late = said.presented;
    if (act === 'give' || act === 'refuse' || act === 'reassess') decide(act !== 'refuse');
    if (act === 'see-decision' && decision !== undefined) decision.seenByIssuer = true;
    if (act === 'clarify' && decision !== undefined)
      decision.clarification = { at: now, seenByImporter: false };
    if (act === 'see-clarification' && decision?.clarification !== undefined)
      decision.clarification.seenByImporter = true;
    if (act === 'use') this.draw('import', item, register);
    if (act === 'check-and-suspend' || act === 'notify') this.suspended.add(item);
    this.cases.note(act, item, now);
    if (act.startsWith('see-')) return;
    this.dated(ISSUERS.has(act) ? 'issuing' : 'importing', now);
    if (act === 'send') this.dated('importing', now);
  }

  /** What everybody sees of it. */
  standing(): object {
    const { made } = this;
    return {
      transmission: this.transmission(),
      validity: this.ended ?? 'VALID',
      expires: written(made.expires),
      utilised: this.utilised,
      copies: this.copies,
      late: this.late === undefined ? null : written(this.late),
      backToBack: made.by.endsWith('back-to-back'),
      balances: (['import', 'joined', 'reexport'] as const).filter((name) => this.balances.begun(name)),
      items: [1, 2].map((item) => this.item(item)),
      cases: this.cases.all.map(({ kind, state }) => `${kind} ${state}`),
    };
  }
}
