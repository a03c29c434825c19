import { Type } from 'typebox';
import { closed, ParcelName } from '../validation/vocabulary.js';
import { defineCertificateAct, refusal } from './certificate-act.js';
import { CertificateReference } from './reference.js';

/**
 * The issuing member answers a decision whose contents it has received: it clarifies the grounds on which items were
 * refused, or takes note of what was decided. Which of the two stands in the parcel, so that an answer tells nobody
 * else how items were decided.
 */
export const clarify = defineCertificateAct({
  op: 'certificate.clarify/1',
  title: 'Answer a decision: clarify its grounds, or take note',
  roles: ['signatory'],
  rules: ['OCP 13.4', 'OCP 30.4', 'OCP 17.4', 'axis preference'],
  by: 'issuing',
  args: Type.Object({ reference: CertificateReference, answers: ParcelName }, closed),
  parcel: 'clarification',
  needs: ['VALID', 'RECEIVED'],
  change({ args, certificate, reception, actId, at, parcel, answered }) {
    if (reception?.decisions?.some((decision) => decision.parcel === args.answers) !== true)
      throw refusal('ITEM_NOT_DECIDED', 'args.answers');
    if (answered === undefined) throw refusal('PARCEL_NOT_RECEIVED', 'args.answers');
    return {
      certificate: {
        clarifications: [
          ...(certificate.clarifications ?? []),
          { act: actId, at, parcel, answers: args.answers },
        ],
      },
      result: { clarified: true },
    };
  },
});
