import { asean, type Form } from '../form-definition.js';

/** Form B, non-preferential; its criteria are in no source of ours. */
export const formB: Form = {
  code: 'B',
  title: 'Form B, non-preferential',
  agreement: 'MFN',
  kind: 'certificate',
  members: [...asean],
  outside: [],
  validityMonths: 12,
  retroactiveMonths: 12,
  itemLimit: 50,
  anyDestination: true,
  criteria: { first: [], further: [], maxFurther: 0, alone: [], percentages: {}, open: true },
  backToBack: false,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members', 'criteria', 'backToBack'],
};
