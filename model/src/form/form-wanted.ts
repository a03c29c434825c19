/** The form a box wants, by the end of its path; the first that fits. */
const WANTED: readonly (readonly [RegExp, string])[] = [
  [/\bhs$/, 'State the tariff code in digits alone, 6, 8 or 10 of them: 090111, with its leading zero.'],
  [/\bexportedHs$/, 'State the six digits of the tariff code alone: 090111.'],
  [
    /quantity\.value$/,
    'State the quantity as text with a point and no other sign, at most six decimals: "36000" or "36000.5".',
  ],
  [
    /fob\.amount$/,
    'State the amount as text with a point and no other sign, at most six decimals: "36000" or "36000.5".',
  ],
  [/deMinimisPercent$/, 'State the percentage as text with a point: "7.5".'],
  [
    /quantity\.unit$/,
    'State a unit of Rec 20 in capitals: KGM for kilograms, TNE for tonnes, H87 for pieces.',
  ],
  [/packages\.type$/, 'State a type of package of Rec 21 in capitals: BG for bags, CT for cartons.'],
  [/packages\.count$/, 'State a whole number of packages, from 1.'],
  [/fob\.currency$/, 'State a currency of ISO 4217 in capitals: USD, VND.'],
  [/(departure|date)$/i, 'State the date as year-month-day: 2026-03-14.'],
  [/originCriterion$/, 'State the criterion in capitals as its form knows it: WO, PE, CTH, RVC 40%.'],
  [/portOfDischarge$/, 'State the five characters of UN/LOCODE in capitals: SGSIN.'],
  [
    /(country|production|accumulatedFrom\[\d+\])$/,
    'State the country by two capitals of ISO 3166-1: VN, SG, GB.',
  ],
  [/importing$/, 'State the code of the importing member in capitals: SG.'],
  [/(party|certification\.signatory)$/, 'State the code in the register: VN:exporter-1.'],
  [
    /(name|address|means|marks|description|place|signatory|invoices\[\d+\]\.number|route|reason|company|maker)$/,
    'Complete or correct this box: text that says something, without blanks around it or characters that hide.',
  ],
];

/** What to do about a box that is missing, or has another form than it should. */
export const remedyOf = (box: string): string =>
  WANTED.find(([path]) => path.test(box))?.[1] ?? 'Complete or correct this box.';
