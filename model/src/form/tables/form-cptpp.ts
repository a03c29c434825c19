import type { Form } from '../form-definition.js';

/** CPTPP certificate; its criteria are in no source of ours. */
export const formCptpp: Form = {
  code: 'CPTPP',
  title: 'CPTPP certificate',
  agreement: 'CPTPP',
  kind: 'certificate',
  members: ['AU', 'BN', 'CA', 'CL', 'GB', 'JP', 'MX', 'MY', 'NZ', 'PE', 'SG', 'VN'],
  outside: ['AU', 'CA', 'CL', 'GB', 'JP', 'MX', 'NZ', 'PE'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: { first: [], further: [], maxFurther: 0, alone: [], percentages: {}, open: true },
  backToBack: false,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members', 'criteria', 'backToBack'],
};
