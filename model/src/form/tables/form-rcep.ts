import { asean, type Form } from '../form-definition.js';

/** RCEP Form RCEP; criteria as in the handbook, Table A.2. */
export const formRcep: Form = {
  code: 'RCEP',
  title: 'RCEP Form RCEP',
  agreement: 'RCEP',
  kind: 'certificate',
  members: [...asean, 'AU', 'CN', 'JP', 'KR', 'NZ'],
  outside: ['AU', 'CN', 'JP', 'KR', 'NZ'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'PE', 'CTC', 'RVC', 'CR'],
    further: ['ACU', 'DMI', '2.6.6A', '2.6.6B'],
    maxFurther: 2,
    alone: [],
    percentages: {},
  },
  backToBack: true,
  requires: ['exportedHs', 'producer'],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
