import { asean, type Form } from '../form-definition.js';

/** AANZFTA Form AANZ; criteria as in the handbook, Table A.2. */
export const formAanz: Form = {
  code: 'AANZ',
  title: 'AANZFTA Form AANZ',
  agreement: 'AANZFTA',
  kind: 'certificate',
  members: [...asean, 'AU', 'NZ'],
  outside: ['AU', 'NZ'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'PE', 'RVC', 'CTC', 'OTHER', 'CC', 'CTH', 'CTSH'],
    further: ['RVC', 'CC', 'CTH', 'CTSH'],
    maxFurther: 1,
    alone: ['WO', 'PE', 'CTC', 'OTHER'],
    percentages: { RVC: { when: 'withTariffChange', minimum: 1, maximum: 100 } },
  },
  backToBack: true,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
