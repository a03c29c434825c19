import { defineRule, type Rule } from '../../rule/rule.js';
import { isUnknownPort } from '../code-lists.js';
import { itemBoxes, type DocumentInput } from './document-input.js';

/** Rec 20 units of density, written now and then where a mass is meant (B34 for TNE). */
const DENSITIES: ReadonlySet<string> = new Set(['B34', 'KMQ', '23', 'D41']);

/** An invoice older than this is a slip more often than a sale. */
const INVOICE_YEARS = 5;
const yearsBefore = (day: string): string =>
  `${(Number(day.slice(0, 4)) - INVOICE_YEARS).toString().padStart(4, '0')}${day.slice(4)}`;

/** Boxes 3, 5 to 7, 9 to 11: what each says, beyond its form. */
export const boxRules: readonly Rule<DocumentInput>[] = [
  defineRule({
    id: 'reading HS',
    weight: 'error',
    remedy: 'State a code of the Harmonized System with six digits or more; 999999 is for no certificate.',
    check: (input) =>
      itemBoxes(input, 'hs', ({ hs }) => {
        if (hs === undefined) return false;
        const heading = hs.slice(0, 6);
        return heading === '999999' || (input.lists?.hs !== undefined && !input.lists.hs.has(heading));
      }),
  }),
  defineRule({
    id: 'note 6',
    weight: 'warning',
    remedy: "State the importing member's tariff code in its full length.",
    check: (input) =>
      itemBoxes(
        input,
        'hs',
        ({ hs }) =>
          hs !== undefined && input.form.tariffDigits !== undefined && hs.length < input.form.tariffDigits,
      ),
  }),
  defineRule({
    id: 'note 5',
    weight: 'warning',
    remedy: "Name the goods' maker.",
    check: (input) =>
      input.form.agreement === 'ATIGA' ? itemBoxes(input, 'maker', ({ maker }) => maker === undefined) : [],
  }),
  defineRule({
    id: 'box 3',
    weight: 'error',
    remedy: 'State a port of the list of UN/LOCODE.',
    check: ({ document, lists }) => {
      const port = document.transport?.portOfDischarge;
      return port !== undefined && lists !== undefined && isUnknownPort(port, lists)
        ? ['transport.portOfDischarge']
        : [];
    },
  }),
  defineRule({
    id: 'box 9',
    weight: 'warning',
    remedy:
      'Choose a unit of mass, volume or number (Rec 20): TNE for tonnes, KGM for kilograms, H87 for pieces.',
    check: (input) =>
      itemBoxes(input, 'quantity.unit', ({ quantity }) => {
        const unit = quantity?.unit;
        return (
          unit !== undefined &&
          (DENSITIES.has(unit) || (input.lists?.units !== undefined && !input.lists.units.has(unit)))
        );
      }),
  }),
  defineRule({
    id: 'OCP 6',
    weight: 'error',
    remedy: 'State a quantity and a price above zero, and packages of a type in the list of Rec 21.',
    check: (input) => [
      ...itemBoxes(input, 'fob.amount', ({ fob }) => fob?.amount === '0'),
      ...itemBoxes(input, 'quantity.value', ({ quantity }) => quantity?.value === '0'),
      ...itemBoxes(input, 'packages.type', ({ packages }) => {
        const type = packages?.type;
        return type !== undefined && input.lists?.packages !== undefined && !input.lists.packages.has(type);
      }),
    ],
  }),
  defineRule({
    id: 'box 10',
    weight: 'warning',
    remedy: 'Check the date of the invoice: it is later than the day of submission, or years before it.',
    check: ({ document, submitted }) =>
      (document.items ?? []).flatMap(({ invoices }, index) =>
        (invoices ?? []).flatMap(({ date }, at) =>
          date !== undefined && (date > submitted || date < yearsBefore(submitted))
            ? [`items[${index}].invoices[${at}].date`]
            : [],
        ),
      ),
  }),
  defineRule({
    id: 'box 11',
    weight: 'error',
    remedy: 'State as country of production the exporting member, or the first one when back-to-back.',
    check: ({ document, exporting }) => {
      const production = document.declaration?.production;
      const first = document.flags?.backToBack?.originals?.[0]?.reference?.member;
      return production !== undefined && production !== (first ?? exporting)
        ? ['declaration.production']
        : [];
    },
  }),
  defineRule({
    id: 'note 1',
    weight: 'error',
    remedy: 'Choose a form that both members apply.',
    check: ({ document, form, exporting }) => {
      const importing = document.declaration?.importing;
      const fits =
        importing === undefined ||
        (importing !== exporting &&
          form.members.includes(exporting) &&
          (form.anyDestination === true || form.members.includes(importing)));
      return fits ? [] : ['declaration.importing'];
    },
  }),
  defineRule({
    id: 'item limit',
    weight: 'error',
    remedy: 'Divide the items over several certificates.',
    check: ({ document, form }) => ((document.items?.length ?? 0) > form.itemLimit ? ['items'] : []),
  }),
  defineRule({
    id: 'RCEP data',
    weight: 'error',
    remedy: 'Complete what this form asks for beyond the others: the exported HS code, the producer.',
    check: (input) => [
      ...(input.form.requires.includes('producer') && input.document.producer === undefined
        ? ['producer']
        : []),
      ...(input.form.requires.includes('exportedHs')
        ? itemBoxes(input, 'exportedHs', ({ exportedHs }) => exportedHs === undefined)
        : []),
    ],
  }),
];
