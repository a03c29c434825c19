import { Type } from 'typebox';
import { isCalendarDate } from '../calendar/calendar-date.js';
import { isOpen } from '../case/case-state.js';
import { CalendarDateText, closed, ParcelName } from '../validation/vocabulary.js';
import { defineCertificateAct, refusal, type CertificateContext, type Changed } from './certificate-act.js';
import { checkItems, decisionOn, ItemNumbers, itemState, withItems, withoutItems } from './items.js';
import { lateAcceptable, presentedInTime } from './presentation.js';
import type { DecisionMark, ReceptionRecord } from './records.js';
import { CertificateReference } from './reference.js';

const DecideArgs = {
  reference: CertificateReference,
  /** The day the proof was presented, in the importing member's zone. */
  presented: CalendarDateText,
  items: ItemNumbers,
  /** Whether at least one of the items is given preference: which, and why not, stands in the parcel. */
  given: Type.Boolean(),
};

interface Decided {
  readonly presented: string;
  readonly items: readonly number[];
  readonly given: boolean;
}

/** @throws OriginError PRESENTED_DATE */
function checkPresented(presented: string, issued: string, today: string): void {
  if (!isCalendarDate(presented) || presented < issued || presented > today)
    throw refusal('PRESENTED_DATE', 'args.presented');
}

/** The reception after a decision on these items: they are neither suspended nor open any more. */
function decided({
  args,
  at,
  actId,
  parcel,
  certificate,
  reception,
}: CertificateContext<Decided>): Changed<ReceptionRecord> {
  const { items, presented, given } = args;
  if (given && certificate.partialCumulation === true) throw refusal('NO_PREFERENCE', 'args.given');
  if (
    given &&
    !presentedInTime(presented, certificate.expires) &&
    (reception?.late === undefined || reception.late.presented !== presented)
  )
    throw refusal('PRESENTED_LATE', 'args.presented');
  const mark: DecisionMark = {
    ...{ act: actId, at, parcel, items: [...items], presented },
    ...(given ? { given: true } : {}),
  };
  const others = (reception?.decisions ?? []).flatMap((decision) => {
    const left = withoutItems(decision.items, items);
    return left === undefined ? [] : [{ ...decision, items: left }];
  });
  return {
    decisions: [...others, mark],
    suspended: withoutItems(reception?.suspended, items),
    classificationOpen: withoutItems(reception?.classificationOpen, items),
    utilised: given || (reception?.utilised ?? false),
  };
}

/** Whether a case on the item is open. */
const caseOpen = (reception: ReceptionRecord | undefined, item: number): boolean =>
  (reception?.cases ?? []).some((one, _index, all) => one.items.includes(item) && isOpen(one, all));

/**
 * Decides items: given, or not given with coded reasons, each by itself. Public: that it was decided, its
 * commitment, and `utilised` once an item is given. A suspended item is decided when its case is determined.
 */
export const decide = defineCertificateAct({
  op: 'certificate.decide/1',
  title: 'Decide on preference, per item',
  roles: ['customs'],
  rules: ['OCP 13.2', 'OCP 30.3', 'OCP 16.3', 'OCP 14(a)', 'Annex 6(c)', 'reading PC', 'axis preference'],
  by: 'importing',
  args: Type.Object(DecideArgs, closed),
  parcel: 'decision',
  needs: ['VALID', 'RECEIVED'],
  change(context) {
    const { args, certificate, reception, today } = context;
    checkItems(args.items, certificate);
    checkPresented(args.presented, certificate.issued, today);
    for (const item of args.items) {
      const state = itemState(certificate, reception, item);
      if (state === 'SUSPENDED' && caseOpen(reception, item)) throw refusal('ITEM_SUSPENDED', 'args.items');
      if (state === 'DECIDED' || state === 'CLARIFIED') throw refusal('ITEM_DECIDED', 'args.items');
    }
    return { reception: decided(context), result: { items: args.items, decided: true } };
  },
});

/** Assesses items again after the issuing member clarified every ground; as often as it takes. */
export const reassess = defineCertificateAct({
  op: 'certificate.reassess/1',
  title: 'Assess items again after their clarification',
  roles: ['customs'],
  rules: ['OCP 13.4', 'OCP 30.4', 'axis preference', 'Annex 6(c)'],
  by: 'importing',
  args: Type.Object({ ...DecideArgs, answers: ParcelName }, closed),
  parcel: 'decision',
  needs: ['VALID', 'RECEIVED'],
  change(context) {
    const { args, certificate, reception, today, answered } = context;
    checkItems(args.items, certificate);
    checkPresented(args.presented, certificate.issued, today);
    if (args.items.some((item) => itemState(certificate, reception, item) !== 'CLARIFIED'))
      throw refusal('ITEM_NOT_CLARIFIED', 'args.items');
    const clarification = certificate.clarifications?.find(({ parcel }) => parcel === args.answers);
    const answersAll = args.items.every(
      (item) =>
        clarification?.items.includes(item) === true &&
        decisionOn(reception, item)?.parcel === clarification.answers,
    );
    if (!answersAll) throw refusal('ITEM_NOT_CLARIFIED', 'args.answers');
    if (answered === undefined) throw refusal('PARCEL_NOT_RECEIVED', 'args.answers');
    return { reception: decided(context), result: { items: args.items, decided: true } };
  },
});

/** Goods released while the two members classify them differently: no penalty, no ground of refusal. */
export const openClassification = defineCertificateAct({
  op: 'certificate.open-classification/1',
  title: 'Release items while their classification is open',
  roles: ['customs'],
  rules: ['OCP 16.2', 'axis preference'],
  by: 'importing',
  args: Type.Object({ reference: CertificateReference, items: ItemNumbers }, closed),
  parcel: 'classification',
  needs: ['VALID', 'RECEIVED'],
  change({ args, certificate, reception }) {
    checkItems(args.items, certificate);
    if (args.items.some((item) => itemState(certificate, reception, item) !== 'PENDING'))
      throw refusal('ITEM_DECIDED', 'args.items');
    return {
      reception: { classificationOpen: withItems(reception?.classificationOpen, args.items) },
      result: { items: args.items, open: true },
    };
  },
});

/** Accepts a proof that was presented after its validity, and records why. */
export const acceptLate = defineCertificateAct({
  op: 'certificate.accept-late/1',
  title: 'Accept a proof presented late, with its cause',
  roles: ['customs'],
  rules: ['OCP 14(b)', 'OCP 14(c)'],
  by: 'importing',
  args: Type.Object(
    {
      reference: CertificateReference,
      presented: CalendarDateText,
      ground: Type.Union([
        Type.Literal('FORCE_MAJEURE'),
        Type.Literal('OTHER_VALID_CAUSE'),
        Type.Literal('IMPORTED_IN_TIME'),
      ]),
      /** The day of importation: required for IMPORTED_IN_TIME. */
      imported: Type.Optional(CalendarDateText),
    },
    closed,
  ),
  parcel: 'cause',
  needs: ['VALID', 'RECEIVED'],
  change({ args, certificate, today, actId, at, parcel }) {
    checkPresented(args.presented, certificate.issued, today);
    if (presentedInTime(args.presented, certificate.expires))
      throw refusal('PRESENTED_IN_TIME', 'args.presented');
    if (args.imported !== undefined && (!isCalendarDate(args.imported) || args.imported > args.presented))
      throw refusal('REQUEST_CLAIMS', 'args.imported');
    if (!lateAcceptable(args.ground, args.imported, certificate.expires))
      throw refusal('IMPORTED_LATE', 'args.imported');
    return {
      reception: { late: { act: actId, at, parcel, ground: args.ground, presented: args.presented } },
      result: { accepted: true, ground: args.ground },
    };
  },
});
