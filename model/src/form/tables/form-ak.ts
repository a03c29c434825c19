import { asean, type Form } from '../form-definition.js';

/** AKFTA Form AK; criteria as in the handbook, Table A.2. */
export const formAk: Form = {
  code: 'AK',
  title: 'AKFTA Form AK',
  agreement: 'AKFTA',
  kind: 'certificate',
  members: [...asean, 'KR'],
  outside: ['KR'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'WO-AK', 'RVC', 'CC', 'CTH', 'CTSH', 'CTC', 'SPECIFIC PROCESSES'],
    further: ['RVC', 'CC', 'CTH', 'CTSH', 'SPECIFIC PROCESSES'],
    maxFurther: 2,
    alone: ['WO', 'WO-AK'],
    percentages: { RVC: { when: 'always', minimum: 1, maximum: 100 } },
  },
  backToBack: true,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
