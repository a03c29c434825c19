import { calendarDateAt, type CalendarDate } from '../calendar/calendar-date.js';
import { clocks, dueDate, isOverdue, type ClockName } from '../calendar/clock.js';
import { itemState } from '../certificate/items.js';
import type {
  CertificateRecord,
  ImportingCase,
  IssuingCase,
  ReceptionRecord,
} from '../certificate/records.js';
import { holds } from '../rule/rule.js';
import { isOpen } from './case-state.js';

/** Something a member still has to do on a certificate, and until when. */
export interface OpenWork {
  readonly clock: ClockName;
  readonly by: 'importing' | 'exporting';
  /** Number of the case; absent for the decision itself. */
  readonly case?: number;
  /** Last day, in the zone of the member that must act. */
  readonly due: CalendarDate;
  /** A flag: nothing happens by itself. */
  readonly overdue: boolean;
}

export interface OpenWorkInput {
  readonly certificate: CertificateRecord;
  readonly reception: ReceptionRecord | undefined;
  /** When this member confirmed that it holds this parcel, if it did: clocks start there. */
  readonly receivedAt: (parcel: string, member: string) => string | undefined;
  /** Minutes east of UTC. */
  readonly zones: Readonly<Record<'importing' | 'exporting', number>>;
  /** RFC 3339. */
  readonly now: string;
}

interface Started {
  readonly clock: ClockName;
  readonly from: string | undefined;
  readonly case?: number;
  readonly extraDays?: number;
}

/**
 * What is open on a certificate, for both members: decisions, replies, consent, visits, determinations. A clock that
 * starts at receipt is not listed before the receipt.
 */
export const openWork = holds(
  [
    'clock start',
    'clock 180',
    'reading overdue',
    'OCP 18(b)',
    'OCP 18(d)',
    'OCP 19.6',
    'OCP 19.9',
    'OCP 19.10',
  ],
  (input: OpenWorkInput): OpenWork[] => {
    const { certificate, reception, zones, now } = input;
    const cases = reception?.cases ?? [];
    const started: Started[] = [
      ...(undecided(certificate, reception)
        ? [{ clock: 'refusal' as const, from: reception?.receivedAt }]
        : []),
      ...cases.flatMap((one) => {
        const answer = certificate.cases?.find(({ number }) => number === one.number);
        const open = one.kind === 'check' ? ofCheck(input, one, answer, cases) : ofVisit(input, one, answer);
        return open.map((clock) => ({ ...clock, case: one.number }));
      }),
    ];
    return started.flatMap(({ clock, from, case: number, extraDays }) => {
      if (from === undefined) return [];
      const by = clocks[clock].of;
      const due = dueDate(clock, from, zones[by], extraDays);
      const overdue = calendarDateAt(Date.parse(now), zones[by]) > due;
      return [{ clock, by, ...(number === undefined ? {} : { case: number }), due, overdue }];
    });
  },
);

function undecided(certificate: CertificateRecord, reception: ReceptionRecord | undefined): boolean {
  if (certificate.validity !== 'VALID') return false;
  const items = Array.from({ length: certificate.items }, (_, index) => index + 1);
  return items.some((item) => itemState(certificate, reception, item) === 'PENDING');
}

function ofCheck(
  { certificate, receivedAt }: OpenWorkInput,
  check: ImportingCase,
  answer: IssuingCase | undefined,
  all: readonly ImportingCase[],
): Started[] {
  if (!isOpen(check, all)) return [];
  const seen = receivedAt(check.opened.parcel, certificate.reference.member);
  return [
    ...(answer?.replied === undefined ? [{ clock: 'checkReply' as const, from: seen }] : []),
    { clock: 'check', from: check.opened.at },
  ];
}

function ofVisit(
  { certificate, receivedAt, zones, now }: OpenWorkInput,
  visit: ImportingCase,
  answer: IssuingCase | undefined,
): Started[] {
  const seen = receivedAt(visit.opened.parcel, certificate.reference.member);
  const commented = answer?.commented;
  const final: Started[] =
    commented !== undefined && visit.final === undefined
      ? [{ clock: 'finalDetermination', from: receivedAt(commented.parcel, certificate.importing) }]
      : [];
  if (visit.determined !== undefined) {
    // Whether there is anything to comment on stands in the parcel: an offer, which ends with its time.
    const offered = commented === undefined && visit.final === undefined;
    const determinationSeen = receivedAt(visit.determined.parcel, certificate.reference.member);
    const over =
      determinationSeen !== undefined && isOverdue('comments', determinationSeen, now, zones.exporting);
    return offered && !over ? [{ clock: 'comments', from: determinationSeen }] : final;
  }
  const consent = answer?.consent;
  return [
    ...(consent === undefined ? [{ clock: 'consent' as const, from: seen }] : []),
    ...(consent?.given === true && visit.held === undefined
      ? [{ clock: 'visit' as const, from: seen, extraDays: answer?.postponed?.extraDays ?? 0 }]
      : []),
    { clock: 'wholeVisit', from: visit.opened.at },
  ];
}
