import { Type } from 'typebox';
import { holds } from '../rule/rule.js';
import { refusal } from './certificate-act.js';
import type { CertificateRecord, DecisionMark, ReceptionRecord } from './records.js';

/** Numbers of items as box 5 counts them. */
export const ItemNumbers = Type.Array(Type.Integer({ minimum: 1, maximum: 1000 }), {
  minItems: 1,
  maxItems: 1000,
  uniqueItems: true,
});

/** @throws OriginError ITEM_UNKNOWN */
export function checkItems(items: readonly number[], certificate: CertificateRecord): void {
  if (items.some((item) => item > certificate.items)) throw refusal('ITEM_UNKNOWN', 'args.items');
}

/** The latest decision on an item, if it was decided. */
export const decisionOn = (reception: ReceptionRecord | undefined, item: number): DecisionMark | undefined =>
  reception?.decisions?.find(({ items }) => items.includes(item));

/** Public state of an item: which way it was decided stands in the parcel alone. */
export type ItemState = 'PENDING' | 'DECIDED' | 'CLARIFIED' | 'SUSPENDED' | 'CLASSIFICATION_OPEN';

/** Where an item stands, as everybody sees it. One item's state says nothing of the others (OCP 16.3). */
export const itemState = holds(
  ['axis preference', 'OCP 16.3'],
  (certificate: CertificateRecord, reception: ReceptionRecord | undefined, item: number): ItemState => {
    if (reception?.suspended?.includes(item) === true) return 'SUSPENDED';
    const decision = decisionOn(reception, item);
    if (decision === undefined)
      return reception?.classificationOpen?.includes(item) === true ? 'CLASSIFICATION_OPEN' : 'PENDING';
    const clarified = (certificate.clarifications ?? []).some(({ answers }) => answers === decision.parcel);
    return clarified ? 'CLARIFIED' : 'DECIDED';
  },
);

/**
 * Preference can be suspended unless the goods were released with their classification open (OCP 18(c)). Of items decided
 * it is suspended as far as they were given: whether they were stands in their decision, so that no case tells it.
 * @throws OriginError NOTHING_TO_SUSPEND
 */
export function checkSuspendable(
  items: readonly number[],
  certificate: CertificateRecord,
  reception: ReceptionRecord | undefined,
): void {
  if (items.some((item) => itemState(certificate, reception, item) === 'CLASSIFICATION_OPEN'))
    throw refusal('NOTHING_TO_SUSPEND', 'args.items');
}

/** Items without these; undefined when none is left, so that the record names only what is so. */
export const withoutItems = (
  all: readonly number[] | undefined,
  gone: readonly number[],
): number[] | undefined => {
  const left = (all ?? []).filter((item) => !gone.includes(item));
  return left.length === 0 ? undefined : left;
};

/** Items with these added, each once, in order. */
export const withItems = (all: readonly number[] | undefined, more: readonly number[]): number[] =>
  [...new Set([...(all ?? []), ...more])].sort((left, right) => left - right);
