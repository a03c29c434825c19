import { asean, type Form } from '../form-definition.js';

/** AIFTA Form AI; criteria as in the handbook, Table A.2. */
export const formAi: Form = {
  code: 'AI',
  title: 'AIFTA Form AI',
  agreement: 'AIFTA',
  kind: 'certificate',
  members: [...asean, 'IN'],
  outside: ['IN'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'RVC'],
    further: ['CTSH'],
    maxFurther: 1,
    alone: ['WO'],
    percentages: { RVC: { when: 'always', minimum: 1, maximum: 100 } },
  },
  backToBack: true,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
