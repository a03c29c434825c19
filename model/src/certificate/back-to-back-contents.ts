import type { Json } from '../canonical/canonical-json.js';
import type { FormDDocument } from '../form/form-d-document.js';
import type { Form } from '../form/form-definition.js';
import { percentagesOf } from '../form/origin-criterion.js';
import { asBalance } from '../quantity/balance.js';
import { parseDecimal, type Millionths } from '../quantity/decimal.js';
import { holds } from '../rule/rule.js';
import type { CertificateRecord } from './records.js';
import { referenceText } from './reference.js';

/** What a back-to-back certificate takes of one original. */
export interface DrawnOriginal {
  readonly certificate: Pick<CertificateRecord, 'reference' | 'issued'>;
  readonly document: FormDDocument;
  readonly form: Pick<Form, 'criteria'>;
  /** The new balance: what is drawn, and what is left. */
  readonly after: Json | undefined;
}

/**
 * Boxes of a back-to-back document that its act does not carry: it names exactly the originals drawn on, with their
 * dates; its goods are those drawn, in their unit and with the percentage of their original, and no more of them. The
 * intermediate member alone sees both, so its gateway asks before it takes the act.
 */
export const backToBackProblems = holds(
  ['note 12', 'OCP 11.1(i)', 'OCP 11.1(f)', 'OCP 11.1(d)', 'HB back-to-back percentage'],
  (document: FormDDocument, form: Pick<Form, 'criteria'>, originals: readonly DrawnOriginal[]): string[] => {
    const named = (document.flags.backToBack?.originals ?? []).map(
      ({ reference, date }) => `${referenceText(reference)} ${date}`,
    );
    const drawnOn = originals.map(
      ({ certificate }) => `${referenceText(certificate.reference)} ${certificate.issued}`,
    );
    const left = drawnQuantities(originals);
    const wrong = document.items.flatMap(({ originCriterion, quantity }, index) => {
      const goods = goodsOf(form, originCriterion, quantity.unit);
      const available = left.get(goods);
      if (available === undefined) return [`items[${index}].originCriterion`];
      const rest = available - parseDecimal(quantity.value);
      left.set(goods, rest < 0n ? 0n : rest);
      return rest < 0n ? [`items[${index}].quantity`] : [];
    });
    return [
      ...([...named].sort().join() === [...drawnOn].sort().join() ? [] : ['flags.backToBack.originals']),
      ...wrong,
    ];
  },
);

/** Goods that may stand for each other on a back-to-back: one unit, one percentage. */
const goodsOf = (form: Pick<Form, 'criteria'>, criterion: string, unit: string): string =>
  `${unit} ${percentagesOf(form, criterion)}`;

function drawnQuantities(originals: readonly DrawnOriginal[]): Map<string, Millionths> {
  const drawn = new Map<string, Millionths>();
  for (const { document, form, after } of originals) {
    for (const { number, value } of (asBalance(after)?.draws ?? []).flatMap(({ items }) => items)) {
      const item = document.items.find((one) => one.number === number);
      if (item === undefined) continue;
      const goods = goodsOf(form, item.originCriterion, item.quantity.unit);
      drawn.set(goods, (drawn.get(goods) ?? 0n) + parseDecimal(value));
    }
  }
  return drawn;
}
