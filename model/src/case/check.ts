import { Type } from 'typebox';
import { defineCertificateAct, refusal } from '../certificate/certificate-act.js';
import { ItemNumbers } from '../certificate/items.js';
import { CertificateReference } from '../certificate/reference.js';
import { closed, ParcelName } from '../validation/vocabulary.js';
import { checkStateOf, nextCheckState } from './case-state.js';
import { CaseNumber, findCase, openCase, withCase } from './find-case.js';

/**
 * The importing member asks for a retroactive check, at random or on reasonable doubt, and may suspend preference
 * for the items meanwhile. Reasons, or that there are none, stand in the parcel.
 */
export const requestCheck = defineCertificateAct({
  op: 'case.request-check/1',
  title: 'Ask for a retroactive check',
  roles: ['customs'],
  rules: ['OCP 18', 'OCP 18(c)', 'OCP 11.1(h)', 'OCP 11.1(g)', 'axis check', 'axis preference'],
  by: 'importing',
  args: Type.Object(
    {
      reference: CertificateReference,
      case: CaseNumber,
      items: ItemNumbers,
      suspend: Type.Boolean(),
    },
    closed,
  ),
  parcel: 'request',
  needs: ['RECEIVED'],
  change: (context) => ({
    reception: openCase(context, { kind: 'check' }),
    result: { case: context.args.case, state: 'REQUESTED' },
  }),
});

/** The issuing member replies to a check whose request it has received; its ninety days started there. */
export const replyToCheck = defineCertificateAct({
  op: 'case.reply-check/1',
  title: 'Reply to a retroactive check',
  roles: ['signatory'],
  rules: ['OCP 18(b)', 'axis check', 'clock start'],
  by: 'issuing',
  args: Type.Object({ reference: CertificateReference, case: CaseNumber, answers: ParcelName }, closed),
  parcel: 'reply',
  needs: ['SENT'],
  change({ args, certificate, reception, actId, at, parcel, answered }) {
    const { importing, issuing } = findCase(certificate, reception, args.case, 'check');
    const state = nextCheckState(checkStateOf(importing, issuing), 'reply');
    if (state === undefined) throw refusal('CASE_STATE', 'args.case');
    if (importing.opened.parcel !== args.answers || answered === undefined)
      throw refusal('PARCEL_NOT_RECEIVED', 'args.answers');
    const replied = { number: args.case, kind: 'check' as const, replied: { act: actId, at, parcel } };
    return {
      certificate: { cases: withCase(certificate.cases, replied) },
      result: { case: args.case, state },
    };
  },
});

/** The importing member determines whether the goods are originating, with or without a reply. */
export const determineCheck = defineCertificateAct({
  op: 'case.determine-check/1',
  title: 'Determine a retroactive check',
  roles: ['customs'],
  rules: ['OCP 18(d)', 'axis check', 'reading overdue'],
  by: 'importing',
  args: Type.Object({ reference: CertificateReference, case: CaseNumber }, closed),
  parcel: 'determination',
  needs: ['RECEIVED'],
  change({ args, certificate, reception, actId, at, parcel }) {
    const { importing, issuing } = findCase(certificate, reception, args.case, 'check');
    const state = nextCheckState(checkStateOf(importing, issuing), 'determine');
    if (state === undefined) throw refusal('CASE_STATE', 'args.case');
    const determined = { ...importing, determined: { act: actId, at, parcel } };
    return {
      reception: { cases: withCase(reception?.cases, determined) },
      result: { case: args.case, state },
    };
  },
});
