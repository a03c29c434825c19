import { asean, type Form } from '../form-definition.js';

/** GSP Form A: the percentage is the share of imported materials. */
export const formA: Form = {
  code: 'A',
  title: 'GSP Form A',
  agreement: 'GSP',
  kind: 'certificate',
  members: [...asean],
  outside: [],
  validityMonths: 10,
  retroactiveMonths: 12,
  itemLimit: 50,
  anyDestination: true,
  criteria: {
    first: ['P', 'Y', 'PK'],
    further: [],
    maxFurther: 0,
    alone: ['P', 'Y', 'PK'],
    percentages: {
      Y: { when: 'always', minimum: 1, maximum: 50 },
      PK: { when: 'always', minimum: 1, maximum: 50 },
    },
  },
  backToBack: false,
  requires: [],
  unconfirmed: ['validityMonths', 'retroactiveMonths', 'members'],
};
