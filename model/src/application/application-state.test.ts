import { expect } from 'chai';
import {
  APPLICATION_STATES,
  APPLICATION_STEPS,
  possibleSteps,
  stateAfter,
  type ApplicationState,
  type ApplicationStep,
} from './application-state.js';

/** Every step that can be taken, and no other. */
const rows: readonly (readonly [ApplicationState | undefined, ApplicationStep, ApplicationState])[] = [
  [undefined, 'draft', 'DRAFT'],
  [undefined, 'submit', 'SUBMITTED'],
  ['DRAFT', 'draft', 'DRAFT'],
  ['DRAFT', 'submit', 'SUBMITTED'],
  ['DRAFT', 'withdraw', 'WITHDRAWN'],
  ['SUBMITTED', 'return', 'RETURNED'],
  ['SUBMITTED', 'refuse', 'REFUSED'],
  ['SUBMITTED', 'withdraw', 'WITHDRAWN'],
  ['SUBMITTED', 'issue', 'ISSUING'],
  ['RETURNED', 'submit', 'SUBMITTED'],
  ['RETURNED', 'withdraw', 'WITHDRAWN'],
];

describe('the way of an application', () => {
  for (const [from, step, to] of rows) {
    it(`[OCP 3] [OCP 5] ${step} leads from ${from ?? 'nothing'} to ${to}`, () => {
      expect(stateAfter(from, step)).to.equal(to);
      expect(possibleSteps(from)).to.include(step);
    });
  }

  it('[OCP 5] takes no other step: what was declared is not altered, what has ended stays so', () => {
    for (const from of [undefined, ...APPLICATION_STATES]) {
      for (const step of APPLICATION_STEPS) {
        const known = rows.some(([begin, taken]) => begin === from && taken === step);
        expect(stateAfter(from, step) !== undefined, `${from ?? 'nothing'} ${step}`).to.equal(known);
      }
    }
  });
});
