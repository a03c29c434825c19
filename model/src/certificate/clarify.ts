import { Type } from 'typebox';
import { closed, ParcelName } from '../validation/vocabulary.js';
import { defineCertificateAct, refusal } from './certificate-act.js';
import { checkItems, decisionOn, ItemNumbers } from './items.js';
import { CertificateReference } from './reference.js';

/**
 * The issuing member clarifies every ground on which items were refused. It answers a decision whose reasons it has
 * received.
 */
export const clarify = defineCertificateAct({
  op: 'certificate.clarify/1',
  title: 'Clarify the grounds of a refusal',
  roles: ['signatory'],
  rules: ['OCP 13.4', 'OCP 30.4', 'OCP 17.4', 'axis preference'],
  by: 'issuing',
  args: Type.Object({ reference: CertificateReference, items: ItemNumbers, answers: ParcelName }, closed),
  parcel: 'clarification',
  needs: ['VALID', 'RECEIVED'],
  change({ args, certificate, reception, actId, at, parcel, answered }) {
    checkItems(args.items, certificate);
    if (args.items.some((item) => decisionOn(reception, item)?.parcel !== args.answers))
      throw refusal('ITEM_NOT_DECIDED', 'args.items');
    if (answered === undefined) throw refusal('PARCEL_NOT_RECEIVED', 'args.answers');
    return {
      certificate: {
        clarifications: [
          ...(certificate.clarifications ?? []),
          { act: actId, at, parcel, items: [...args.items], answers: args.answers },
        ],
      },
      result: { items: args.items, clarified: true },
    };
  },
});
