import { asean, type Form } from '../form-definition.js';

/** AJCEP Form AJ; criteria as in the handbook, Table A.2. */
export const formAj: Form = {
  code: 'AJ',
  title: 'AJCEP Form AJ',
  agreement: 'AJCEP',
  kind: 'certificate',
  members: [...asean, 'JP'],
  outside: ['JP'],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'PE', 'RVC', 'CTH', 'CTC', 'SP'],
    further: ['RVC', 'CTC', 'SP', 'ACU', 'DMI'],
    maxFurther: 2,
    alone: ['WO', 'PE'],
    percentages: {},
  },
  backToBack: true,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
