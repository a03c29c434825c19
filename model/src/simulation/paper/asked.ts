import type { CertificatePaper } from './certificate-paper.js';
import type { Particulars } from './certificate-words.js';
import type { Command, Slot } from './command.js';
import { monthsOn } from './days.js';
import type { PaperView } from './paper-view.js';
import type { AskedForm, Subject } from './subject.js';

/** A certificate as it is asked for. Days are numbers. */
export interface AskedCertificate {
  readonly form: string;
  readonly importing: string;
  readonly issued: number;
  readonly departure: number;
  readonly retroactive: boolean;
  readonly partial: boolean;
}

/** What is written where a country is no member of the ledger, and the form in use with it. */
export const OUTSIDE = { country: 'JP', form: 'CPTPP' } as const;

/** One of a few, by one digit of a variant. */
const pick = <T>(choices: readonly [T, ...T[]], variant: number, before = 1): T =>
  choices[Math.floor(variant / before) % choices.length] ?? choices[0];

/** How a certificate may be asked for: mostly as it should be, sometimes with one thing wrong. */
export function certificateAsked(paper: PaperView, command: Command): AskedCertificate {
  const today = paper.register.today(command.member, paper.now);
  const outside = command.act === 'issue-outside';
  const plain: AskedCertificate = {
    form: outside ? OUTSIDE.form : 'D',
    importing: outside ? OUTSIDE.country : command.act === 'onward' ? 'TH' : 'SG',
    issued: today,
    departure: today + 2,
    retroactive: false,
    partial: false,
  };
  const late = monthsOn(today, -13);
  return pick<AskedCertificate>(
    [
      plain,
      plain,
      plain,
      { ...plain, form: outside ? plain.form : paper.formCode },
      { ...plain, issued: today - 1 },
      { ...plain, departure: today },
      { ...plain, departure: today - 1, retroactive: true },
      { ...plain, departure: today - 1 },
      { ...plain, retroactive: true },
      { ...plain, departure: late, retroactive: true },
      { ...plain, partial: !outside },
      plain,
    ],
    command.variant,
  );
}

/** The originals a re-export may name. */
export const originalsAsked = ({ variant }: Command): readonly Slot[] =>
  pick<readonly Slot[]>(
    [['first'], ['first', 'second'], ['second'], ['first', 'first'], ['declared'], ['first']],
    variant,
    12,
  );

/** What an act on a certificate says. */
export function particularsAsked(
  paper: PaperView,
  certificate: CertificatePaper | undefined,
  { variant, member }: Command,
): Particulars {
  const today = paper.register.today(member, paper.now);
  const { issuedOn, expires } = certificate?.made ?? { issuedOn: today, expires: today };
  const late = certificate?.late ?? today;
  return {
    presented: pick([issuedOn, today, late, late, issuedOn, today + 1, issuedOn - 1], variant),
    ...pick<Pick<Particulars, 'ground' | 'imported'>>(
      [
        { ground: 'FORCE_MAJEURE', imported: undefined },
        { ground: 'OTHER_VALID_CAUSE', imported: expires + 1 },
        { ground: 'IMPORTED_IN_TIME', imported: expires },
        { ground: 'IMPORTED_IN_TIME', imported: expires + 1 },
        { ground: 'IMPORTED_IN_TIME', imported: undefined },
      ],
      variant,
      7,
    ),
    heldOn: pick([today, today, today + 1, today - 1], variant),
    stale: variant % 5 === 4,
  };
}

/** An origin declaration as it is asked for. */
export function declarationAsked(paper: PaperView, { variant, member }: Command) {
  const today = paper.register.today(member, paper.now);
  const granted = paper.exporters.get(member)?.granted ?? today;
  return {
    date: pick([today, monthsOn(today, -14), today, today - 1, granted, granted - 1, today + 1], variant),
    goods: pick([['691110'], ['69111000'], ['691110', '080300']], variant, 7),
    signatory: `${member}:director-${pick([1, 1, 2], variant, 21)}`,
  };
}

/** An entry of a certified exporter as it is asked for. */
export function exporterAsked(paper: PaperView, { variant, member }: Command) {
  const today = paper.register.today(member, paper.now);
  const one = `${member}:director-1`;
  const plain = {
    granted: monthsOn(today, -30),
    expires: pick([undefined, undefined, today + 20], variant, 11),
    goods: ['691110'],
    signatories: [one],
    authorisation: `${member}/1`,
    confirmed: true,
  };
  return pick<typeof plain>(
    [
      plain,
      plain,
      { ...plain, goods: ['080300'] },
      { ...plain, signatories: [one, `${member}:director-2`, `${member}:director-3`] },
      { ...plain, confirmed: false },
      { ...plain, granted: today + 1 },
      { ...plain, expires: plain.granted - 1 },
      { ...plain, signatories: [] },
      { ...plain, goods: [] },
      { ...plain, signatories: ['TH:director-1'] },
      { ...plain, authorisation: `${member}/2` },
    ],
    variant,
  );
}

/** From which day a change of standing is asked for. */
export const standingFrom = (paper: PaperView, { variant, member }: Command): number =>
  paper.register.today(member, paper.now) - pick([0, 0, 0, 1], variant);

/** A deputy's key as its entry is asked for: whose, for what, and when. */
export function keyAsked(paper: PaperView, { variant, member }: Command) {
  const of = pick([member, member, member, member, member === 'VN' ? 'SG' : 'VN'], variant);
  const { now, step } = paper;
  const latest = paper.deputyOf(of);
  const again = variant % 29 === 28;
  const later = (steps: number): number => Math.round(now + steps * step);
  const roles = pick<readonly string[]>(
    [['signatory'], ['customs'], ['system'], ['exporter'], ['signatory', 'customs'], ['auditor']],
    variant,
    5,
  );
  const lists = pick<readonly string[]>(
    [['ISSUER', 'CERTIFIER'], [`A${paper.run}`], [`A${paper.run}`, 'ISSUER'], []],
    variant,
    150,
  );
  const wrongly = variant % 23 === 22;
  return {
    of,
    holder: `${of}:deputy-${paper.run}`,
    roles,
    authorities: roles.includes('signatory') !== wrongly ? lists : [],
    name: again && latest !== undefined ? latest : paper.nextDeputyOf(of),
    from: later(pick([-1000, -1000, 2000, -1000, 0], variant, 30)),
    until: later(pick([100_000, 100_000, 100_000, 5000, 0], variant, 30)),
  };
}

/** A form of the run's own, as its entry is asked for: mostly the one that somebody consented to. */
export function formAsked(paper: PaperView, command: Command): AskedForm {
  const variant =
    command.act === 'enter-form' && command.variant % 5 !== 4 ? paper.latestForm : command.variant;
  return {
    code: paper.formCode,
    members: pick(
      [
        ['VN', 'SG', 'TH'],
        ['VN', 'SG', 'TH'],
        ['VN', 'TH'],
        ['SG', 'TH'],
      ],
      variant,
    ),
    outside: pick([[], [], [], ['JP']], variant, 3),
    months: pick([12, 1], variant, 4),
    retroactiveMonths: pick([12, 0], variant, 8),
    itemLimit: pick([50, 2, 1], variant, 16),
    kind: pick<'certificate' | 'declaration'>(['certificate', 'certificate', 'declaration'], variant, 48),
    agreement: pick(['ATIGA', 'OTHER'], variant, 144),
  };
}

export const settingsAsked = ({ variant }: Command) => ({
  joined: pick([false, true], variant),
  signatories: pick([10, 2], variant, 2),
  waived: pick<readonly string[]>([[], ['SIGNATORIES'], ['PRODUCTS', 'SIGNATORIES']], variant, 4),
});

/** Another keeper, or others with a voice; mostly as somebody consented to it. */
export function charterAsked(paper: PaperView, command: Command) {
  const variant =
    command.act === 'change-charter' && command.variant % 5 !== 4 ? paper.latestCharter : command.variant;
  const all = ['ASEAN', 'SG', 'TH', 'VN'];
  return {
    keeper: pick(['SG', 'ASEAN', 'ASEAN', 'VN', 'TH'], variant, 3),
    members: pick<readonly string[]>([all, all, all, ['ASEAN', 'SG', 'VN'], ['SG', 'VN', 'XX']], variant, 15),
  };
}

/** Who consents to it on paper, the keeper last. */
const consenting = ({ register }: PaperView, to: Subject): readonly string[] => {
  const { keeper, members } = register.charter;
  const found = members.filter((member) => register.consents(member, to));
  return [...found.filter((member) => member !== keeper), ...found.filter((member) => member === keeper)];
};

/** Whose consents a change of the charter names: mostly of all who consent. */
export function othersAsked(paper: PaperView, command: Command): readonly string[] {
  const found = consenting(paper, { charter: charterAsked(paper, command) });
  return pick<readonly string[]>(
    [found, found, ['SG', 'VN'], found.slice(1), ['ASEAN', 'SG', 'VN']],
    command.variant,
    2,
  );
}

/** Whose consent a departure or a form names: mostly of one who consents. */
export function otherAsked(paper: PaperView, { variant }: Command, to: Subject): string {
  const [found = 'SG'] = consenting(paper, to);
  return pick([found, found, 'SG', 'ASEAN', 'XX'], variant, 2);
}

/** What is consented to, in words, and whether the consent is taken back. */
export function consentAsked(paper: PaperView, command: Command) {
  const { variant } = command;
  const charter = charterAsked(paper, command);
  const form = formAsked(paper, command);
  const subject = pick<Subject>([{ departure: leaving(paper, command) }, { form }, { charter }], variant);
  return { subject, withdrawn: pick([false, false, false, false, true], variant, 75) };
}

/** Who is said to have left: mostly whose departure somebody consented to. */
export function leaving(paper: PaperView, { act, variant }: Command): string {
  const named = pick(['TH', 'VN', 'SG', 'ASEAN', 'XX'], variant, 3);
  return act === 'depart' && variant % 5 !== 4 ? paper.latestDeparture : named;
}

/** A member's entry: its code, its clock, and whether it exchanges certificates. */
export const memberAsked = ({ variant, member }: Command) => ({
  code: pick([member, member, member, member === 'VN' ? 'SG' : 'VN'], variant),
  minutesEast: (member === 'SG' ? 480 : 420) + pick([0, 0, 60], variant, 4),
  exchanges: pick([false, false, false, true], variant, 12) === (member === 'ASEAN'),
});

/** An authority of the run's own, or one of another name. */
export const authorityAsked = ({ run }: PaperView, { variant }: Command) => ({
  code: pick([`A${run}`, `A${run}`, 'MOIT'], variant),
  active: pick([true, true, false], variant, 3),
  kind: pick<'issuing' | 'competent'>(['issuing', 'competent'], variant, 9),
  offices: pick<readonly string[]>([['HAN'], [], ['SGN']], variant, 18),
});
