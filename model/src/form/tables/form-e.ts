import { asean, type Form } from '../form-definition.js';

/** ACFTA Form E; criteria as in the handbook, Table A.2. */
export const formE: Form = {
  code: 'E',
  title: 'ACFTA Form E',
  agreement: 'ACFTA',
  kind: 'certificate',
  members: [...asean, 'CN'],
  outside: ['CN'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'PE', 'RVC', 'CTH', 'PSR'],
    further: [],
    maxFurther: 0,
    alone: ['WO', 'PE', 'PSR'],
    percentages: { RVC: { when: 'always', minimum: 1, maximum: 100 } },
  },
  backToBack: true,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
