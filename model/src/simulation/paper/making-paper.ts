import { OUTSIDE, type AskedCertificate } from './asked.js';
import type { Slot } from './command.js';
import { mayFollow, monthsOn } from './days.js';
import type { PaperView } from './paper-view.js';
import type { PaperForm } from './register-paper.js';

export interface Making {
  readonly member: string;
  /** Whether the number is used. */
  readonly taken: boolean;
}

const ATIGA: PaperForm = {
  ...{ members: ['VN', 'SG', 'TH'], agreement: 'ATIGA', months: 12, retroactiveMonths: 12 },
  ...{ itemLimit: 50, kind: 'certificate', last: 0, turn: 0 },
};
const ITEMS = 2;

/** The forms that every network starts with, as far as runs use them, and those entered since. */
const formOf = (paper: PaperView, code: string): PaperForm | undefined =>
  paper.register.forms.get(code) ??
  (code === 'D'
    ? ATIGA
    : code === OUTSIDE.form
      ? { ...ATIGA, agreement: 'CPTPP', members: ['VN', 'SG', OUTSIDE.country] }
      : code === 'OD'
        ? { ...ATIGA, kind: 'declaration', itemLimit: 1000 }
        : undefined);

/** Whether a certificate of this kind may be issued today: OCP 7.3, 10; note 1. */
export function mayIssue(paper: PaperView, { member, taken }: Making, asked: AskedCertificate): boolean {
  const form = formOf(paper, asked.form);
  const { register, now } = paper;
  if (taken || form?.kind !== 'certificate' || form.itemLimit < ITEMS) return false;
  if (asked.importing === member) return false;
  if (asked.importing !== OUTSIDE.country && !register.exchanges(asked.importing)) return false;
  if (!form.members.includes(member) || !form.members.includes(asked.importing)) return false;
  if (asked.issued !== register.today(member, now)) return false;
  const late = asked.issued > asked.departure;
  return (
    late === asked.retroactive && (!late || asked.issued <= monthsOn(asked.departure, form.retroactiveMonths))
  );
}

/** Whether a re-export may be drawn on these originals: OCP 11.1. */
export function mayBeOnward(
  paper: PaperView,
  asked: Pick<AskedCertificate, 'form' | 'issued' | 'partial'>,
  originals: readonly Slot[],
  item: number,
): boolean {
  const { register, certificates, now } = paper;
  const agreement = formOf(paper, asked.form)?.agreement;
  return (
    !asked.partial &&
    register.present('VN') &&
    new Set(originals).size === originals.length &&
    originals.every((slot) => {
      const original = certificates.get(slot);
      return (
        original?.received === true &&
        original.ended === undefined &&
        !original.made.partial &&
        ['authority', 'exporter'].includes(original.made.by) &&
        original.made.importing === 'SG' &&
        formOf(paper, original.made.form)?.agreement === agreement &&
        // A document bears its own date, which may be an earlier day: the original stood then.
        asked.issued >= original.made.issuedOn &&
        asked.issued <= original.made.expires &&
        mayFollow(now, original.last) &&
        original.drawable('reexport', item, false, register)
      );
    })
  );
}
