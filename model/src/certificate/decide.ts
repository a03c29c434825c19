import { Type } from 'typebox';
import { isOpen } from '../case/case-state.js';
import { closed, ParcelName } from '../validation/vocabulary.js';
import { defineCertificateAct, refusal, type CertificateContext, type Changed } from './certificate-act.js';
import { checkItems, decisionOn, ItemNumbers, itemState, withItems, withoutItems } from './items.js';
import type { ReceptionRecord } from './records.js';
import { CertificateReference } from './reference.js';

const DecideArgs = { reference: CertificateReference, items: ItemNumbers };

/** The reception after a decision on these items: they are neither suspended nor open any more. */
function decided({
  args: { items },
  at,
  actId,
  parcel,
  reception,
}: CertificateContext<{ readonly items: readonly number[] }>): Changed<ReceptionRecord> {
  const others = (reception?.decisions ?? []).flatMap((decision) => {
    const left = withoutItems(decision.items, items);
    return left === undefined ? [] : [{ ...decision, items: left }];
  });
  return {
    decisions: [...others, { act: actId, at, parcel, items: [...items] }],
    suspended: withoutItems(reception?.suspended, items),
    classificationOpen: withoutItems(reception?.classificationOpen, items),
  };
}

/** Whether a case on the item is open. */
const caseOpen = (reception: ReceptionRecord | undefined, item: number): boolean =>
  (reception?.cases ?? []).some((one, _index, all) => one.items.includes(item) && isOpen(one, all));

/**
 * Decides items: given, or not given with coded reasons, each by itself. Public: that they were decided, and the
 * commitment to what it says. Outcome and day of presentation stand in the parcel: see {@link judgeInConfidence}. A
 * suspended item is decided when its case is determined.
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
    const { args, certificate, reception } = context;
    checkItems(args.items, certificate);
    for (const item of args.items) {
      const state = itemState(certificate, reception, item);
      if (state === 'SUSPENDED' && caseOpen(reception, item)) throw refusal('ITEM_SUSPENDED', 'args.items');
      if (state === 'DECIDED' || state === 'CLARIFIED') throw refusal('ITEM_DECIDED', 'args.items');
    }
    return { reception: decided(context), result: { items: args.items, decided: true } };
  },
});

/**
 * Assesses items again after the issuing member answered their decision; as often as it takes. What was given before
 * can only be confirmed, so that assessing again tells nobody else what was refused.
 */
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
    const { args, certificate, reception, answered } = context;
    checkItems(args.items, certificate);
    if (args.items.some((item) => itemState(certificate, reception, item) !== 'CLARIFIED'))
      throw refusal('ITEM_NOT_CLARIFIED', 'args.items');
    const clarification = certificate.clarifications?.find(({ parcel }) => parcel === args.answers);
    const answersAll = args.items.every(
      (item) => decisionOn(reception, item)?.parcel === clarification?.answers,
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

/** Accepts a proof that was presented after its validity; why, and of which presentation, stands in the parcel. */
export const acceptLate = defineCertificateAct({
  op: 'certificate.accept-late/1',
  title: 'Accept a proof presented late, with its cause',
  roles: ['customs'],
  rules: ['OCP 14(b)', 'OCP 14(c)'],
  by: 'importing',
  args: Type.Object({ reference: CertificateReference }, closed),
  parcel: 'cause',
  needs: ['VALID', 'RECEIVED'],
  change: ({ actId, at, parcel }) => ({
    reception: { late: { act: actId, at, parcel } },
    result: { accepted: true },
  }),
});
