import { dayNumber } from './days.js';
import { sameSubject, type Subject } from './subject.js';

/** A key on paper: whose, for what, and from when until when. */
export interface PaperKey {
  readonly holder: string;
  readonly roles: readonly string[];
  /** Of an official: on whose lists he stands. */
  readonly authorities: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  revoked: boolean;
  last: number;
}

export interface PaperAuthority {
  readonly kind: 'issuing' | 'competent';
  /** Offices it numbers for; none: all. */
  readonly offices: readonly string[];
  readonly active: boolean;
  readonly last: number;
}

/** What a reader notes of a member. */
export interface PaperMember {
  minutesEast: number;
  readonly exchanges: boolean;
  /** Time of its own latest entry. */
  last: number;
  /** When the keeper last wrote that it left. */
  left: number | undefined;
  /** It has not entered itself again since. */
  gone: boolean;
  /** How often he did. */
  leavings: number;
  /** What it consents to, the latest last, and as of which turn of events. */
  consents: readonly { readonly to: Subject; readonly turn: string }[];
  /** Time of its latest consent. */
  lastVoice: number;
}

export interface PaperForm {
  readonly members: readonly string[];
  readonly agreement: string;
  readonly months: number;
  readonly retroactiveMonths: number;
  readonly itemLimit: number;
  readonly kind: 'certificate' | 'declaration';
  readonly last: number;
  /** How often it was entered. */
  readonly turn: number;
}

export interface PaperSettings {
  readonly joined: boolean;
  readonly signatories: number;
  readonly waived: readonly string[];
  readonly last: number;
}

/** Who keeps the register, who has a voice, and how often that changed. */
export interface PaperCharter {
  readonly keeper: string;
  readonly members: readonly string[];
  readonly turn: number;
  readonly last: number;
}

/** What the register of all members says, on paper; it stands over many runs. */
export class RegisterPaper {
  readonly members = new Map<string, PaperMember>();
  readonly keys = new Map<string, PaperKey>();
  readonly forms = new Map<string, PaperForm>();
  charter: PaperCharter;
  readonly settings = new Map<string, PaperSettings>();
  /** Authorities by member and code: `VN ISSUER`. */
  readonly authorities = new Map<string, PaperAuthority>();

  /** @param zones minutes east of Greenwich of the members that stand in it from the start */
  constructor(zones: Readonly<Record<string, number>>, people: Readonly<Record<string, readonly string[]>>) {
    this.charter = { keeper: 'ASEAN', members: Object.keys(zones).sort(), turn: 0, last: 0 };
    for (const [code, minutesEast] of Object.entries(zones)) {
      this.members.set(code, {
        ...{ minutesEast, exchanges: code !== 'ASEAN', last: 0, left: undefined },
        ...{ gone: false, leavings: 0, consents: [], lastVoice: 0 },
      });
      const listed = { offices: [], active: true, last: 0 };
      this.authorities.set(`${code} ISSUER`, { kind: 'issuing', ...listed });
      this.authorities.set(`${code} CERTIFIER`, { kind: 'competent', ...listed });
      for (const [person, roles] of Object.entries(people))
        this.keys.set(`${code}:${person}`, {
          ...{ holder: `${code}:${person}`, roles, from: 0, until: Number.POSITIVE_INFINITY },
          ...{ revoked: false, last: 0 },
          authorities: roles.includes('signatory') ? ['ISSUER', 'CERTIFIER'] : [],
        });
    }
  }

  /** Whether a member takes part and has not left. */
  present(code: string): boolean {
    return this.members.get(code)?.gone === false;
  }

  hasVoice(code: string): boolean {
    return this.charter.members.includes(code) && this.present(code);
  }

  /** How far things have gone with a subject: what was consented to before counts no more. */
  turnOf(to: Subject): string {
    const own =
      'departure' in to
        ? (this.members.get(to.departure)?.leavings ?? 0)
        : 'form' in to
          ? (this.forms.get(to.form.code)?.turn ?? 0)
          : 0;
    return `${this.charter.turn} ${own}`;
  }

  /** Whether a member with a voice consents to exactly this, as things stand. */
  consents(code: string, to: Subject): boolean {
    const given = this.members.get(code)?.consents.find((one) => sameSubject(one.to, to));
    return this.hasVoice(code) && given?.turn === this.turnOf(to);
  }

  /** What takes the keeper and one other. */
  keeperWith(keeper: string, other: string, to: Subject): boolean {
    return keeper === this.charter.keeper && other !== keeper && this.consents(other, to);
  }

  exchanges(code: string): boolean {
    return this.members.get(code)?.exchanges === true && this.present(code);
  }

  /** The number of the day it is for a member. */
  today(code: string, now: number): number {
    return dayNumber(now, this.members.get(code)?.minutesEast ?? 0);
  }

  /** Whether a key may sign now for one of these roles. */
  maySign(key: string, roles: readonly string[], now: number): boolean {
    const entry = this.keys.get(key);
    return (
      entry !== undefined &&
      !entry.revoked &&
      now >= entry.from &&
      now < entry.until &&
      entry.roles.some((role) => roles.includes(role))
    );
  }

  /** OCP 2.2: whether an official stands on the list of such an authority, in function and for this office. */
  isListed(key: string, kind: PaperAuthority['kind'], office?: string): boolean {
    const [member = ''] = key.split(':');
    return (this.keys.get(key)?.authorities ?? []).some((code) => {
      const authority = this.authorities.get(`${member} ${code}`);
      const numbers = office === undefined || [0, undefined].includes(authority?.offices.length);
      return (
        authority?.active === true &&
        authority.kind === kind &&
        (numbers || authority.offices.includes(office))
      );
    });
  }

  settingsOf(code: string): PaperSettings {
    return this.settings.get(code) ?? { joined: false, signatories: 10, waived: [], last: 0 };
  }
}
