import { dayNumber } from './days.js';

/** A key on paper: whose, for what, and from when until when. */
export interface PaperKey {
  readonly holder: string;
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  revoked: boolean;
  last: number;
}

/** What a reader notes of a member. */
export interface PaperMember {
  minutesEast: number;
  readonly exchanges: boolean;
  /** Time of its own latest entry. */
  last: number;
  /** When the keeper wrote that it left; it came back if its own entry is later. */
  left: number | undefined;
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
  /** Whether an authority is in function, and since when its entry stands: by member and code. */
  readonly authorities = new Map<string, { readonly active: boolean; readonly last: number }>();

  /** @param zones minutes east of Greenwich of the members that stand in it from the start */
  constructor(zones: Readonly<Record<string, number>>, people: Readonly<Record<string, readonly string[]>>) {
    for (const [code, minutesEast] of Object.entries(zones)) {
      this.members.set(code, { minutesEast, exchanges: code !== 'ASEAN', last: 0, left: undefined });
      for (const [person, roles] of Object.entries(people))
        this.keys.set(`${code}:${person}`, {
          ...{ holder: `${code}:${person}`, roles, from: 0, until: Number.POSITIVE_INFINITY },
          ...{ revoked: false, last: 0 },
        });
    }
  }

  /** Whether a member takes part and has not left. */
  present(code: string): boolean {
    const member = this.members.get(code);
    return member !== undefined && (member.left === undefined || member.last > member.left);
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

  settingsOf(code: string): PaperSettings {
    return this.settings.get(code) ?? { joined: false, signatories: 10, waived: [], last: 0 };
  }
}
