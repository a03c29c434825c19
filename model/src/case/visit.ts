import { Type } from 'typebox';
import { calendarDateAt, isCalendarDate } from '../calendar/calendar-date.js';
import { defineCertificateAct, refusal, type CertificateContext } from '../certificate/certificate-act.js';
import { ItemNumbers } from '../certificate/items.js';
import type { IssuingCase } from '../certificate/records.js';
import { CertificateReference } from '../certificate/reference.js';
import { CalendarDateText, closed, ParcelName } from '../validation/vocabulary.js';
import {
  checkStateOf,
  nextVisitState,
  visitStateOf,
  type VisitEvent,
  type VisitState,
} from './case-state.js';
import { CaseNumber, findCase, openCase, withCase, type BothHalves } from './find-case.js';
import { silenceOn, visitIsOver } from './silence.js';

const Step = { reference: CertificateReference, case: CaseNumber };
/** Name of what the issuing member has not answered in its time: the act reads when that was received. */
const Awaits = Type.Optional(ParcelName);

/**
 * The visit with this number and its state after the event.
 * @throws OriginError CASE_UNKNOWN, CASE_STATE
 */
function step(
  { args, certificate, reception }: CertificateContext<{ readonly case: number }>,
  event: VisitEvent,
): BothHalves & { readonly state: VisitState } {
  const halves = findCase(certificate, reception, args.case, 'visit');
  const state = nextVisitState(visitStateOf(halves.importing, halves.issuing), event);
  if (state === undefined) throw refusal('CASE_STATE', 'args.case');
  return { ...halves, state };
}

/** The issuing member's half of a visit, changed. */
const answered = (
  { args, certificate }: CertificateContext<{ readonly case: number }>,
  issuing: IssuingCase | undefined,
  change: Partial<IssuingCase>,
): IssuingCase[] =>
  withCase(certificate.cases, { ...(issuing ?? { number: args.case, kind: 'visit' }), ...change });

/**
 * The importing member gives notice of a visit, after a check that did not satisfy: replied to, determined, or
 * without a reply in its time. What the notice names, and to whom it went, stands in the parcel.
 */
export const notifyVisit = defineCertificateAct({
  op: 'case.notify-visit/1',
  title: 'Give notice of a verification visit',
  roles: ['customs'],
  rules: ['OCP 19.1', 'OCP 18(c)', 'OCP 19.10', 'axis visit'],
  by: 'importing',
  args: Type.Object(
    {
      ...Step,
      items: ItemNumbers,
      suspend: Type.Boolean(),
      /** Number of the check that did not satisfy. */
      check: CaseNumber,
      awaits: Awaits,
    },
    closed,
  ),
  parcel: 'notice',
  needs: ['RECEIVED'],
  change(context) {
    const { args, certificate, reception } = context;
    const opened = openCase(context, { kind: 'visit', follows: args.check });
    const check = findCase(certificate, reception, args.check, 'check');
    const unanswered =
      checkStateOf(check.importing, check.issuing) === 'REQUESTED' &&
      !silenceOn('checkReply', check.importing.opened.parcel, context);
    if (unanswered) throw refusal('VISIT_WITHOUT_CHECK', 'args.check');
    return { reception: opened, result: { case: args.case, state: 'NOTIFIED' } };
  },
});

/** The issuing member passes on whether the exporter or producer consents in writing. */
export const answerVisit = defineCertificateAct({
  op: 'case.answer-visit/1',
  title: 'Tell whether a visit is consented to',
  roles: ['signatory'],
  rules: ['OCP 19.4', 'OCP 19.5', 'axis visit', 'clock start'],
  by: 'issuing',
  args: Type.Object({ ...Step, consent: Type.Boolean(), answers: ParcelName }, closed),
  parcel: 'answer',
  needs: ['SENT'],
  change(context) {
    const { args, actId, at, parcel } = context;
    const { importing, issuing, state } = step(context, args.consent ? 'consent' : 'refuse');
    if (importing.opened.parcel !== args.answers || context.answered === undefined)
      throw refusal('PARCEL_NOT_RECEIVED', 'args.answers');
    return {
      certificate: {
        cases: answered(context, issuing, { consent: { act: actId, at, parcel, given: args.consent } }),
      },
      result: { case: args.case, state },
    };
  },
});

/** The issuing member postpones a visit, saying so; the sixty days stand unless both agreed on more. */
export const postponeVisit = defineCertificateAct({
  op: 'case.postpone-visit/1',
  title: 'Postpone a visit',
  roles: ['signatory'],
  rules: ['OCP 19.6', 'axis visit'],
  by: 'issuing',
  args: Type.Object({ ...Step, extraDays: Type.Integer({ minimum: 0, maximum: 365 }) }, closed),
  parcel: 'postponement',
  needs: ['SENT'],
  change(context) {
    const { args, actId, at, parcel } = context;
    const { issuing, state } = step(context, 'postpone');
    const postponed = { act: actId, at, parcel, extraDays: args.extraDays };
    return {
      certificate: { cases: answered(context, issuing, { postponed }) },
      result: { case: args.case, state },
    };
  },
});

/** The importing member records that the visit was held, and on which day. */
export const holdVisit = defineCertificateAct({
  op: 'case.hold-visit/1',
  title: 'Record that a visit was held',
  roles: ['customs'],
  rules: ['OCP 19.4', 'OCP 19.6', 'axis visit'],
  by: 'importing',
  args: Type.Object({ ...Step, on: CalendarDateText }, closed),
  needs: ['RECEIVED'],
  change(context) {
    const { args, actId, at, member, reception, today } = context;
    const { importing, issuing, state } = step(context, 'hold');
    const consented = calendarDateAt(Date.parse(issuing?.consent?.at ?? at), member.utcOffsetMinutes);
    if (!isCalendarDate(args.on) || args.on < consented || args.on > today)
      throw refusal('VISIT_DATE', 'args.on');
    const held = { ...importing, held: { act: actId, at, on: args.on } };
    return { reception: { cases: withCase(reception?.cases, held) }, result: { case: args.case, state } };
  },
});

/**
 * The importing member determines after the visit, or because no consent was given: refused, or not told within
 * thirty days of receiving the notice.
 */
export const determineVisit = defineCertificateAct({
  op: 'case.determine-visit/1',
  title: 'Determine a visit',
  roles: ['customs'],
  rules: ['OCP 19.5', 'OCP 19.7', 'axis visit'],
  by: 'importing',
  args: Type.Object({ ...Step, awaits: Awaits }, closed),
  parcel: 'determination',
  needs: ['RECEIVED'],
  change(context) {
    const { args, actId, at, parcel, certificate, reception } = context;
    const { importing, issuing } = findCase(certificate, reception, args.case, 'visit');
    const stands = visitStateOf(importing, issuing);
    const silent = silenceOn('consent', importing.opened.parcel, context) || visitIsOver(importing, context);
    if (stands === 'NOTIFIED' && !silent) throw refusal('CLOCK_RUNNING', 'args.case');
    const state = nextVisitState(stands === 'NOTIFIED' ? 'NO_CONSENT' : stands, 'determine');
    if (state === undefined) throw refusal('CASE_STATE', 'args.case');
    const determined = { ...importing, determined: { act: actId, at, parcel } };
    return {
      reception: { cases: withCase(reception?.cases, determined) },
      result: { case: args.case, state },
    };
  },
});

/** The issuing member passes on what the exporter or producer says to the determination it received. */
export const commentVisit = defineCertificateAct({
  op: 'case.comment-visit/1',
  title: 'Pass on comments on a determination',
  roles: ['signatory'],
  rules: ['OCP 19.9', 'axis visit', 'clock start'],
  by: 'issuing',
  args: Type.Object({ ...Step, answers: ParcelName }, closed),
  parcel: 'comments',
  needs: ['SENT'],
  change(context) {
    const { args, actId, at, parcel } = context;
    const { importing, issuing, state } = step(context, 'comment');
    if (importing.determined?.parcel !== args.answers || context.answered === undefined)
      throw refusal('PARCEL_NOT_RECEIVED', 'args.answers');
    return {
      certificate: { cases: answered(context, issuing, { commented: { act: actId, at, parcel } }) },
      result: { case: args.case, state },
    };
  },
});

/** The importing member's final determination: after comments, or when thirty days passed without any. */
export const finalVisit = defineCertificateAct({
  op: 'case.final-visit/1',
  title: 'Make the final determination of a visit',
  roles: ['customs'],
  rules: ['OCP 19.9', 'OCP 19.10', 'axis visit'],
  by: 'importing',
  args: Type.Object({ ...Step, awaits: Awaits }, closed),
  parcel: 'determination',
  needs: ['RECEIVED'],
  change(context) {
    const { args, actId, at, parcel, reception } = context;
    const { importing, issuing, state } = step(context, 'final');
    const uncommented =
      issuing?.commented === undefined &&
      !silenceOn('comments', importing.determined?.parcel, context) &&
      !visitIsOver(importing, context);
    if (uncommented) throw refusal('CLOCK_RUNNING', 'args.case');
    const final = { ...importing, final: { act: actId, at, parcel } };
    return { reception: { cases: withCase(reception?.cases, final) }, result: { case: args.case, state } };
  },
});
