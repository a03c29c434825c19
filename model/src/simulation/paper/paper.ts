import {
  authorityAsked,
  certificateAsked,
  declarationAsked,
  exporterAsked,
  originalsAsked,
  particularsAsked,
  standingFrom,
} from './asked.js';
import { CertificatePaper, type Made } from './certificate-paper.js';
import {
  certificateActs,
  registerActs,
  type CertificateAct,
  type Command,
  type RegisterAct,
  type Slot,
} from './command.js';
import { monthsOn, written } from './days.js';
import { ExporterPaper, type Standing } from './exporter-paper.js';
import { mayBeOnward, mayIssue, type Making } from './making-paper.js';
import { allowsRegister, noteRegister } from './register-acts.js';
import type { RegisterPaper } from './register-paper.js';
import { tasks } from './tasks.js';

const OF_CERTIFICATE: ReadonlySet<string> = new Set(certificateActs);
const OF_REGISTER: ReadonlySet<string> = new Set(registerActs);
const STANDINGS: Readonly<Record<string, Standing>> = {
  suspend: 'SUSPENDED',
  restore: 'ACTIVE',
  withdraw: 'WITHDRAWN',
};

/** What stands on paper in one run: its certificates, its exporter, and the register of all runs. */
export class Paper {
  readonly register: RegisterPaper;
  /** Names what is this run's own. */
  readonly run: string;
  /** Milliseconds of one step of time. */
  readonly step: number;
  /** Time of the act that is asked about. */
  now = 0;
  exporter: ExporterPaper | undefined;
  readonly certificates = new Map<Slot, CertificatePaper>();
  readonly #deputies = new Map<string, string[]>();

  constructor(register: RegisterPaper, run: string, step: number) {
    this.register = register;
    this.run = run;
    this.step = step;
  }

  /** Code of the form that this run may enter. */
  get formCode(): string {
    return `Z${this.run}`;
  }

  /** Name of the latest key of a member's deputy, if one was registered. */
  deputyOf(member: string): string | undefined {
    return this.#deputies.get(member)?.at(-1);
  }

  nextDeputyOf(member: string): string {
    return `${member}:deputy-${this.run}.${(this.#deputies.get(member)?.length ?? 0) + 1}`;
  }

  noteDeputy(member: string, name: string): void {
    this.#deputies.set(member, [...(this.#deputies.get(member) ?? []), name]);
  }

  /** Which key signs a command. */
  signer(command: Command): string {
    const { act, member, signer, variant } = command;
    const { person } = tasks[act];
    const usual = `${member}:${person}`;
    if (signer % 10 === 7) return person === 'administrator' ? usual : (this.deputyOf(member) ?? usual);
    if (signer % 10 === 8)
      return `${member}:${['signatory', 'customs', 'system', 'exporter'][variant % 4] ?? ''}`;
    return signer % 10 === 9 && variant % 3 === 0 ? `${member}:administrator` : usual;
  }

  /** Whether the act may be done now, as the rulebook says. */
  allows(command: Command): boolean {
    const { act, member, slot, item } = command;
    const signer = this.signer(command);
    const { roles, person } = tasks[act];
    if (person === 'administrator') {
      return (
        signer === `${member}:administrator` && allowsRegister(this, { ...command, act: act as RegisterAct })
      );
    }
    if (!this.register.maySign(signer, roles, this.now)) return false;
    if (OF_CERTIFICATE.has(act)) {
      const certificate = this.certificates.get(slot);
      const said = particularsAsked(this, certificate, command);
      const moment = { now: this.now, member, register: this.register };
      if (certificate?.allows(act as CertificateAct, moment, item, said) !== true) return false;
      return act !== 'replace' || mayIssue(this, this.#making(command), this.#replacing(certificate));
    }
    const making = this.#making(command);
    switch (act) {
      case 'issue':
      case 'issue-outside':
        return member === 'VN' && mayIssue(this, making, certificateAsked(this, command));
      case 'onward':
        return (
          member === 'SG' &&
          mayIssue(this, making, certificateAsked(this, command)) &&
          mayBeOnward(this, certificateAsked(this, command), originalsAsked(command), item)
        );
      case 'declare':
        return member === 'VN' && this.#mayDeclare(command, signer);
      default:
        return member === 'VN' && this.#mayChange(command);
    }
  }

  /** Writes the act down. */
  note(command: Command): void {
    const { act, member, slot, item } = command;
    const moment = { now: this.now, member, register: this.register };
    if (OF_REGISTER.has(act)) {
      noteRegister(this, { ...command, act: act as RegisterAct });
    } else if (OF_CERTIFICATE.has(act)) {
      const certificate = this.certificates.get(slot);
      const said = particularsAsked(this, certificate, command);
      certificate?.note(act as CertificateAct, moment, item, said);
    } else if (act === 'authorise') {
      this.#authorise(command);
    } else if (act === 'suspend' || act === 'restore' || act === 'withdraw') {
      const from = standingFrom(this, command);
      this.exporter?.standings.push({ from, state: STANDINGS[act] ?? 'ACTIVE' });
      if (this.exporter !== undefined) this.exporter.last = this.now;
    } else {
      this.#make(command);
    }
  }

  /** Which certificate a command is about: what makes one says which. */
  slotOf({ act, slot }: Command): Slot {
    if (act === 'issue-outside') return 'outside';
    if (act === 'declare') return 'declared';
    if (act === 'onward') return 'onward';
    return act === 'issue' && slot !== 'second' ? 'first' : slot;
  }

  #making(command: Command): Making {
    const { member, act } = command;
    return { member, taken: act !== 'replace' && this.certificates.has(this.slotOf(command)) };
  }

  /** What comes in the place of a certificate: as it is, from today. */
  #replacing({ made }: CertificatePaper) {
    const today = this.register.today(made.issuing, this.now);
    const { form, importing } = made;
    return { form, importing, issued: today, departure: today, retroactive: false, partial: false };
  }

  #mayDeclare(command: Command, signer: string): boolean {
    const { date, signatory, goods } = declarationAsked(this, command);
    return (
      this.exporter !== undefined &&
      this.register.keys.get(signer)?.holder === this.exporter.party &&
      !this.certificates.has('declared') &&
      this.register.exchanges('SG') &&
      date <= this.register.today('VN', this.now) &&
      this.exporter.honours(date, signatory, goods)
    );
  }

  #mayChange(command: Command): boolean {
    const { exporter } = this;
    const today = this.register.today('VN', this.now);
    if (exporter !== undefined && this.now < exporter.last) return false;
    if (command.act !== 'authorise') {
      const state = STANDINGS[command.act];
      return (
        exporter !== undefined &&
        exporter.standing !== 'WITHDRAWN' &&
        exporter.standing !== state &&
        standingFrom(this, command) === today
      );
    }
    const asked = exporterAsked(this, command);
    const { signatories, waived } = this.register.settingsOf('VN');
    return (
      asked.confirmed &&
      asked.signatories.every((one) => one.startsWith('VN:')) &&
      asked.signatories.length <= signatories &&
      (asked.signatories.length > 0 || waived.includes('SIGNATORIES')) &&
      (asked.goods.length > 0 || waived.includes('PRODUCTS')) &&
      asked.granted <= today &&
      (asked.expires ?? today) >= asked.granted &&
      (exporter === undefined || (exporter.standing !== 'WITHDRAWN' && exporter.party === asked.party))
    );
  }

  #authorise(command: Command): void {
    const { party, granted, goods, signatories, expires } = exporterAsked(this, command);
    const listed = { hs: goods, signatories, expires };
    if (this.exporter === undefined) {
      this.exporter = new ExporterPaper(party, granted, listed, this.now);
      return;
    }
    this.exporter.lists.push({ from: this.register.today('VN', this.now), ...listed });
    this.exporter.last = this.now;
  }

  #make(command: Command): void {
    const slot = this.slotOf(command);
    this.certificates.set(slot, new CertificatePaper(this.#made(command), this.now));
    if (command.act !== 'onward') return;
    for (const original of originalsAsked(command)) {
      const drawn = this.certificates.get(original);
      drawn?.draw('reexport', command.item, this.register);
      if (drawn !== undefined) drawn.last = this.now;
    }
  }

  #made(command: Command): Made {
    const { act, member: issuing } = command;
    if (act === 'declare') {
      const { date } = declarationAsked(this, command);
      const ways = { by: 'exporter', form: 'OD', partial: false } as const;
      return { issuing, importing: 'SG', ...ways, issuedOn: date, expires: monthsOn(date, 12) };
    }
    const { form, importing, issued, partial } = certificateAsked(this, command);
    const own = monthsOn(issued, this.register.forms.get(form)?.months ?? 12);
    const originals = act === 'onward' ? originalsAsked(command) : [];
    const expiries = originals.map((slot) => this.certificates.get(slot)?.made.expires ?? own);
    const by =
      act === 'onward'
        ? 'authority, back-to-back'
        : act === 'issue-outside'
          ? 'authority, outside'
          : 'authority';
    return {
      ...{ issuing, importing, by, form, partial },
      ...{ issuedOn: issued, expires: Math.min(own, ...expiries) },
    };
  }

  /** What everybody sees of the run's exporter. */
  exporterStanding(): object {
    if (this.exporter === undefined) return {};
    const { granted, party, standing, lists, standings } = this.exporter;
    const { hs = [], signatories = [] } = lists.at(-1) ?? {};
    return {
      ...{ issued: written(granted), party, standing, changes: standings.length },
      ...{ hs: [...hs], signatories: [...signatories] },
    };
  }

  /** What everybody sees of an authority of a member. */
  authorityStanding(command: Command): object {
    const { code } = authorityAsked(command);
    const entry = this.register.authorities.get(`${command.member} ${code}`);
    return entry === undefined ? {} : { active: entry.active };
  }
}
