import { dayNumber } from './days.js';

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
}

export interface PaperForm {
  readonly members: readonly string[];
  readonly agreement: string;
  readonly months: number;
  readonly retroactiveMonths: number;
  readonly itemLimit: number;
  readonly kind: 'certificate' | 'declaration';
  readonly last: number;
}

export interface PaperSettings {
  readonly joined: boolean;
  readonly signatories: number;
  readonly waived: readonly string[];
  readonly last: number;
}

/** What the register of all members says, on paper; it stands over many runs. */
export class RegisterPaper {
  readonly members = new Map<string, PaperMember>();
  readonly keys = new Map<string, PaperKey>();
  readonly forms = new Map<string, PaperForm>();
  readonly settings = new Map<string, PaperSettings>();
  /** Authorities by member and code: `VN ISSUER`. */
  readonly authorities = new Map<string, PaperAuthority>();

  /** @param zones minutes east of Greenwich of the members that stand in it from the start */
  constructor(zones: Readonly<Record<string, number>>, people: Readonly<Record<string, readonly string[]>>) {
    for (const [code, minutesEast] of Object.entries(zones)) {
      this.members.set(code, {
        minutesEast,
        exchanges: code !== 'ASEAN',
        last: 0,
        left: undefined,
        gone: false,
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
