import { certificateAsked, declarationAsked, originalsAsked, particularsAsked } from './asked.js';
import { CertificatePaper } from './certificate-paper.js';
import type { Made } from './certificate-words.js';
import {
  certificateActs,
  exporterActs,
  registerActs,
  type CertificateAct,
  type Command,
  type ExporterAct,
  type PaperAct,
  type RegisterAct,
  type Slot,
} from './command.js';
import { monthsOn } from './days.js';
import { mayChangeExporter, mayDeclare, noteExporter } from './exporter-acts.js';
import type { ExporterPaper } from './exporter-paper.js';
import { mayBeOnward, mayIssue, type Making } from './making-paper.js';
import { allowsRegister, noteRegister } from './register-acts.js';
import type { RegisterPaper } from './register-paper.js';
import type { PaperView } from './paper-view.js';
import { tasks } from './tasks.js';

const OF_CERTIFICATE: ReadonlySet<string> = new Set(certificateActs);
const OF_REGISTER: ReadonlySet<string> = new Set(registerActs);
const OF_EXPORTER: ReadonlySet<string> = new Set(exporterActs);
/** Acts by which an issuing authority puts its name to a certificate (OCP 2.2). */
const OFFICIAL: ReadonlySet<PaperAct> = new Set<PaperAct>([
  ...(['issue', 'issue-outside', 'onward', 'replace', 'reissue', 'true-copy'] as const),
]);
const OFFICE = 'HAN';

/** What stands on paper in one run: its certificates, its exporter, and the register of all runs. */
export class Paper implements PaperView {
  readonly register: RegisterPaper;
  /** Names what is this run's own. */
  readonly run: string;
  /** Milliseconds of one step of time. */
  readonly step: number;
  /** Time of the act that is asked about. */
  now = 0;
  latestForm = 0;
  latestCharter = 0;
  latestDeparture = 'TH';
  readonly exporters = new Map<string, ExporterPaper>();
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
    if (OFFICIAL.has(act) && !this.register.isListed(signer, 'issuing', OFFICE)) return false;
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
        return member === 'VN' && !making.taken && mayDeclare(this, command, { signer, importing: 'SG' });
      case 'declare-onward': {
        const asked = { form: 'OD', issued: declarationAsked(this, command).date, partial: false };
        return (
          member === 'SG' &&
          !making.taken &&
          mayDeclare(this, command, { signer, importing: 'TH' }) &&
          mayBeOnward(this, asked, originalsAsked(command), item)
        );
      }
      default:
        return (
          this.register.isListed(signer, 'competent') &&
          mayChangeExporter(this, { ...command, act: act as ExporterAct })
        );
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
    } else if (OF_EXPORTER.has(act)) {
      noteExporter(this, { ...command, act: act as ExporterAct });
    } else {
      this.#make(command);
    }
  }

  /** Which certificate a command is about: what makes one says which. */
  slotOf({ act, slot }: Command): Slot {
    if (act === 'issue-outside') return 'outside';
    if (act === 'declare') return 'declared';
    if (act === 'onward') return 'onward';
    if (act === 'declare-onward') return 'redeclared';
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

  #make(command: Command): void {
    const slot = this.slotOf(command);
    this.certificates.set(slot, new CertificatePaper(this.#made(command), this.now));
    if (command.act !== 'onward' && command.act !== 'declare-onward') return;
    for (const original of originalsAsked(command)) {
      const drawn = this.certificates.get(original);
      drawn?.draw('reexport', command.item, this.register);
      drawn?.dated('importing', this.now);
    }
  }

  #made(command: Command): Made {
    const { act, member: issuing } = command;
    const onward = act === 'onward' || act === 'declare-onward';
    const originals = onward ? originalsAsked(command) : [];
    const until = (own: number): number =>
      Math.min(own, ...originals.map((slot) => this.certificates.get(slot)?.made.expires ?? own));
    if (act === 'declare' || act === 'declare-onward') {
      const { date } = declarationAsked(this, command);
      const by = onward ? 'exporter, back-to-back' : 'exporter';
      const ways = { by, form: 'OD', partial: false, importing: onward ? 'TH' : 'SG' } as const;
      return { issuing, ...ways, issuedOn: date, expires: until(monthsOn(date, 12)) };
    }
    const { form, importing, issued, partial } = certificateAsked(this, command);
    const own = monthsOn(issued, this.register.forms.get(form)?.months ?? 12);
    const by =
      act === 'onward'
        ? 'authority, back-to-back'
        : act === 'issue-outside'
          ? 'authority, outside'
          : 'authority';
    return {
      ...{ issuing, importing, by, form, partial },
      ...{ issuedOn: issued, expires: until(own) },
    };
  }
}
