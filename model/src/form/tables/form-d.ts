import { asean, type Form } from '../form-definition.js';

/** ATIGA Form D: Annex 7 with its overleaf notes; criteria as in the handbook, Table A.2. */
export const formD: Form = {
  code: 'D',
  title: 'ATIGA Form D',
  agreement: 'ATIGA',
  kind: 'certificate',
  members: [...asean],
  outside: [],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  criteria: {
    first: ['WO', 'RVC', 'CC', 'CTH', 'CTSH', 'SP', 'PC'],
    further: ['RVC', 'CC', 'CTH', 'CTSH', 'SP'],
    maxFurther: 1,
    alone: ['WO', 'PC'],
    percentages: {
      RVC: { when: 'always', minimum: 1, maximum: 100, minimumAlone: 40, bare: true },
      PC: { when: 'always', minimum: 20, maximum: 39 },
    },
  },
  backToBack: true,
  fobMembers: ['KH', 'ID', 'LA'],
  deMinimisPercent: 10,
  tariffDigits: 8,
  requires: [],
  unconfirmed: ['tariffDigits'],
};
