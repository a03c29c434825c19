import { canonicalText } from '../canonical/canonical-json.js';
import type { FormDDocument } from '../form/form-d-document.js';
import type { Form } from '../form/form.js';
import { fobShown } from '../form/rules/fob-rules.js';
import { holds } from '../rule/rule.js';

type Members = Readonly<Record<string, unknown>>;

/** Boxes that the issuing authority writes, and the link to the application itself. */
const OWN_BOXES = new Set(['salt', 'reference', 'certification', 'declaration.application']);
const MOST = 100;

/**
 * The boxes in which a certificate says something else than the application it names: statements are those declared,
 * and nothing is altered on the way. The authority's own boxes are its own, and a FOB price that was told to it alone
 * may be left out.
 */
export const declaredOtherwise = holds(
  ['OCP 6', 'OCP 9', 'reading FOB'],
  (document: FormDDocument, declared: Members): string[] =>
    differences(document, declared, '').slice(0, MOST),
);

/** The FOB prices that stay with the authority: those rule 25 does not show on the certificate. */
export const withoutHiddenFob = holds(
  ['OCP 25', 'reading FOB'],
  (
    items: FormDDocument['items'],
    form: Pick<Form, 'criteria' | 'fobMembers'>,
    exporting: string,
    importing: string,
  ): FormDDocument['items'] =>
    items.map((item) => {
      if (form.fobMembers === undefined || fobShown(form, item.originCriterion, exporting, importing))
        return item;
      const { fob, ...shown } = item;
      return fob === undefined ? item : shown;
    }),
);

/** Paths at which two values differ. */
function differences(stated: unknown, declared: unknown, path: string): string[] {
  if (OWN_BOXES.has(path) || isLeftOut(path, stated) || isFilledIn(path, declared)) return [];
  if (Array.isArray(stated) && Array.isArray(declared) && stated.length === declared.length)
    return stated.flatMap((each, index) => differences(each, declared[index], `${path}[${index}]`));
  if (isMembers(stated) && isMembers(declared)) {
    const names = new Set([...Object.keys(stated), ...Object.keys(declared)]);
    return [...names].flatMap((name) =>
      differences(stated[name], declared[name], path === '' ? name : `${path}.${name}`),
    );
  }
  return textOf(stated) === textOf(declared) ? [] : [path];
}

/** A FOB price told to the authority alone. */
const isLeftOut = (path: string, stated: unknown): boolean =>
  stated === undefined && /^items\[\d+\]\.fob$/.test(path);

/** The date of box 11, where the declaration's own signature dates it. */
const isFilledIn = (path: string, declared: unknown): boolean =>
  declared === undefined && path === 'declaration.date';

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalText(value));

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
