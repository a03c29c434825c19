import { isCalendarDate, type CalendarDate } from '../calendar/calendar-date.js';
import type { Json } from '../canonical/canonical-json.js';
import { asDetermination, finalFollows } from '../case/case-contents.js';
import { isPartialCumulation } from '../form/partial-cumulation.js';
import { holds } from '../rule/rule.js';
import { refusal } from './certificate-act.js';
import { asClarification } from './clarification-contents.js';
import { asDecision, outcomeOn } from './decision-contents.js';
import { decisionOn } from './items.js';
import { asLateAcceptance } from './late-contents.js';
import { lateAcceptable, presentedInTime } from './presentation.js';
import type { CertificateRecord, ReceptionRecord } from './records.js';

/** A certificate as those who may read its contents know it. */
export interface KnownInConfidence {
  readonly certificate: CertificateRecord;
  readonly reception: ReceptionRecord | undefined;
  /** Calendar day in the acting member's zone. */
  readonly today: CalendarDate;
  /** What a parcel says by its name, or the document by its commitment; undefined where it is not here. */
  readonly contents: (named: string) => Json | undefined;
}

interface Stated {
  readonly items?: readonly number[];
  /** Name of what the act answers. */
  readonly answers?: string;
  /** Number of the case. */
  readonly case?: number;
}

type Judge = (said: Json | undefined, stated: Stated, known: KnownInConfidence) => void;

/** By operation: rules over what stands in parcels alone. */
const JUDGES: Readonly<Record<string, Judge>> = {
  'certificate.decide/1': decision,
  'certificate.reassess/1': (said, stated, known) => {
    reassessment(said, stated, known);
    decision(said, stated, known);
  },
  'certificate.accept-late/1': lateness,
  'certificate.clarify/1': clarification,
  'certificate.cancel/1': ending,
  'certificate.replace/1': ending,
  'case.final-visit/1': final,
};

/**
 * Judges what no contract may see: outcome and presentation of a decision stand in its parcel, behind its commitment.
 * The acting member's own gateway asks before it takes an act; of utilisation, where quantities depend on the outcome,
 * the contracts of both states do. What is not here is not judged: the contract refuses an act that builds on a parcel
 * its signer has not received.
 * @throws OriginError PRESENTED_DATE, PRESENTED_LATE, NO_PREFERENCE, PRESENTED_IN_TIME, IMPORTED_LATE, REQUEST_CLAIMS,
 *   ITEM_DECIDED, ITEM_NOT_DECIDED, ITEM_NOT_CLARIFIED, CERTIFICATE_UTILISED, CASE_STATE
 */
export const judgeInConfidence = holds(
  [
    'OCP 13.2',
    'OCP 13.4',
    'OCP 14(a)',
    'OCP 14(b)',
    'OCP 14(c)',
    'OCP 19.9',
    'OCP 30.3',
    'HB 5.1',
    'reading cancel',
  ],
  (op: string, said: Json | undefined, stated: Stated, known: KnownInConfidence): void => {
    JUDGES[op]?.(said, stated, known);
  },
);

function checkPresented(presented: string, { certificate, today }: KnownInConfidence): void {
  if (!isCalendarDate(presented) || presented < certificate.issued || presented > today)
    throw refusal('PRESENTED_DATE', 'parcels[0].presentedOn');
}

function decision(said: Json | undefined, _stated: Stated, known: KnownInConfidence): void {
  const contents = asDecision(said);
  if (contents === undefined) return;
  const { certificate, reception } = known;
  const { presentedOn, items } = contents;
  checkPresented(presentedOn, known);
  if (!items.some(({ outcome }) => outcome === 'GIVEN')) return;
  if (isPartialCumulation(known.contents(certificate.commitment)))
    throw refusal('NO_PREFERENCE', 'parcels[0].items');
  const accepted = asLateAcceptance(known.contents(reception?.late?.parcel ?? ''));
  if (!presentedInTime(presentedOn, certificate.expires) && accepted?.presentedOn !== presentedOn)
    throw refusal('PRESENTED_LATE', 'parcels[0].presentedOn');
}

/** What was refused is assessed again where it was clarified; what was given stays so. */
function reassessment(said: Json | undefined, { answers }: Stated, known: KnownInConfidence): void {
  const clarified = asClarification(known.contents(answers ?? ''));
  if (clarified === undefined) return;
  for (const { number, outcome } of asDecision(said)?.items ?? []) {
    const before = outcomeOn(known.contents(decisionOn(known.reception, number)?.parcel ?? ''), number);
    if (before === 'GIVEN' && outcome === 'NOT_GIVEN') throw refusal('ITEM_DECIDED', 'parcels[0].items');
    if (before === 'NOT_GIVEN' && !clarified.items.some((item) => item.number === number))
      throw refusal('ITEM_NOT_CLARIFIED', 'parcels[0].items');
  }
}

function lateness(said: Json | undefined, _stated: Stated, known: KnownInConfidence): void {
  const contents = asLateAcceptance(said);
  if (contents === undefined) return;
  const { presentedOn, imported, ground } = contents;
  const { expires } = known.certificate;
  checkPresented(presentedOn, known);
  if (presentedInTime(presentedOn, expires)) throw refusal('PRESENTED_IN_TIME', 'parcels[0].presentedOn');
  if (imported !== undefined && (!isCalendarDate(imported) || imported > presentedOn))
    throw refusal('REQUEST_CLAIMS', 'parcels[0].imported');
  if (!lateAcceptable(ground, imported, expires)) throw refusal('IMPORTED_LATE', 'parcels[0].imported');
}

/** Only items that the answered decision refused have grounds to clarify. */
function clarification(said: Json | undefined, { answers }: Stated, known: KnownInConfidence): void {
  const answered = asDecision(known.contents(answers ?? ''));
  if (answered === undefined) return;
  for (const { number } of asClarification(said)?.items ?? [])
    if (outcomeOn(answered, number) !== 'NOT_GIVEN') throw refusal('ITEM_NOT_DECIDED', 'parcels[0].items');
}

/** What a visit found originating is not found otherwise in the end. */
function final(
  said: Json | undefined,
  { case: number }: Stated,
  { reception, contents }: KnownInConfidence,
): void {
  const visit = reception?.cases?.find((one) => one.number === number);
  const before = asDetermination(contents(visit?.determined?.parcel ?? ''));
  const after = asDetermination(said);
  if (before !== undefined && after !== undefined && !finalFollows(before, after))
    throw refusal('CASE_STATE', 'parcels[0].originating');
}

/** A certificate on which an item was given preference stands, as far as its issuing member was told. */
function ending(_said: Json | undefined, _stated: Stated, { reception, contents }: KnownInConfidence): void {
  const given = (reception?.decisions ?? []).some(({ items, parcel }) =>
    items.some((item) => outcomeOn(contents(parcel), item) === 'GIVEN'),
  );
  if (given) throw refusal('CERTIFICATE_UTILISED', 'args.reference');
}
