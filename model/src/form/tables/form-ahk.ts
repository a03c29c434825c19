import { asean, type Form } from '../form-definition.js';

/** AHKFTA Form AHK; criteria as in the handbook, Table A.2. */
export const formAhk: Form = {
  code: 'AHK',
  title: 'AHKFTA Form AHK',
  agreement: 'AHKFTA',
  kind: 'certificate',
  members: [...asean, 'HK'],
  outside: ['HK'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'PE', 'RVC', 'CC', 'CTH', 'CTSH', 'SP'],
    further: ['RVC', 'CC', 'CTH', 'CTSH', 'SP'],
    maxFurther: 1,
    alone: ['WO', 'PE'],
    percentages: { RVC: { when: 'always', minimum: 1, maximum: 100 } },
  },
  backToBack: true,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
