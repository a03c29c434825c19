import { entry } from './catalogue-entry.js';

/** Sections 2 and 3: what stands in a Form D, and the criteria of every form. */
export const formCatalogue = {
  'OCP 7.3': entry('2', 'block', 'A number is unique for its member, office and number.'),
  'note 1': entry('2', 'block', 'Form D is in use between the ten members that accept it.'),
  'note 3': entry(
    '2',
    'block',
    'Box 8 reads WO, 40%, CC, CTH, CTSH, SP, a combination or PC 25%; PE is not valid.',
  ),
  'note 4': entry('2', 'block', 'Every item has a criterion of its own and qualifies by itself.'),
  'note 5': entry('2', 'warn', "Box 7 names the goods' maker, and any trade mark."),
  'note 6': entry('2', 'warn', "Box 7 carries the importing member's tariff code in its full length."),
  'note 9': entry(
    '2',
    'data',
    'Box 4 follows from the items: any refused makes it "not given", its number marked.',
  ),
  'note 11': entry('2', 'block', 'Third country invoicing names company and country.'),
  'note 12': entry('2', 'block', 'Back-to-back names reference and date of each original.'),
  'note 13': entry('2', 'block', 'Exhibition names the exhibition and its address.'),
  'note 14': entry('2', 'block', 'The retroactive mark stands with a reason, and only after departure.'),
  'note 15': entry(
    '2',
    'block',
    "Accumulation is marked if and only if another member's materials are named.",
  ),
  'note 16': entry('2', 'block', 'The partial cumulation mark stands if and only if an item reads PC.'),
  'note 17': entry(
    '2',
    'block',
    'De minimis needs a criterion of tariff change, and at most a tenth of FOB.',
  ),
  'box 3': entry('2', 'block', 'The declared departure is a date; the port of discharge is a UN/LOCODE.'),
  'box 9': entry('2', 'warn', 'Quantity and unit fit: a unit of density or count is no weight.'),
  'box 10': entry('2', 'warn', 'Every item has an invoice; its date is not after submission (HB).'),
  'box 11': entry(
    '2',
    'block',
    'Country of production: the exporting member, or the first one when back-to-back.',
  ),
  'OCP 7 paper': entry(
    '2',
    'data',
    'A4, white, English, one original and two copies.',
    'binds the paper, of which the ledger keeps none',
  ),
  'HB percentage': entry('3', 'block', 'A percentage is whole, rounded down.'),
  'criteria words': entry('3', 'block', "A word that is not in the form's table is refused."),
  'criteria combination': entry(
    '3',
    'warn',
    "A combination that is not in the form's table passes with a warning.",
  ),
  'RVC alone': entry('3', 'block', 'A value content alone needs at least 40 on Form D.'),
  'PC content': entry('3', 'block', 'Partial cumulation reads at least 20 and less than 40.'),
  'form A share': entry('3', 'block', 'Form A states the share of imported materials, at most 50.'),
  'AANZ percentage': entry(
    '3',
    'block',
    'A percentage only for value content together with a tariff change.',
  ),
  'RCEP data': entry('3', 'block', 'RCEP adds the exported HS code and the producer.'),
  'HB back-to-back percentage': entry('3', 'block', "A back-to-back repeats the original's percentage."),
  'form data': entry(
    '3',
    'data',
    'A form is a data table: criteria, thresholds, validity, members, flags, item limit.',
  ),
  'item limit': entry('3', 'block', 'A certificate has at most as many items as its form allows (HB: 50).'),
  'Annex 6(c)': entry('3', 'block', 'Goods under partial cumulation get no preference.'),
} as const;
