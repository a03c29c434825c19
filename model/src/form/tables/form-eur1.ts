import type { Form } from '../form-definition.js';

/** Its members, by ISO 3166-1. */
const EUROPEAN_UNION = [
  'AT',
  'BE',
  'BG',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
];

/** EUR.1 movement certificate; its criteria are in no source of ours. */
export const formEur1: Form = {
  code: 'EUR.1',
  title: 'EUR.1 movement certificate',
  agreement: 'EVFTA',
  kind: 'certificate',
  members: ['SG', 'VN', ...EUROPEAN_UNION],
  outside: EUROPEAN_UNION,
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: { first: [], further: [], maxFurther: 0, alone: [], percentages: {}, open: true },
  backToBack: false,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members', 'criteria', 'backToBack'],
};
