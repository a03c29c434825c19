import { holds } from '../rule/rule.js';

/** Where an application stands. */
export const APPLICATION_STATES = [
  /** Kept for its applicant, who alone sees it. */
  'DRAFT',
  /** Declared and handed in; the officers of the issuing member examine it. */
  'SUBMITTED',
  /** Given back for supplement: the applicant declares anew, or withdraws. */
  'RETURNED',
  /** A signed request that issues its certificate is under way. */
  'ISSUING',
  'ISSUED',
  'REFUSED',
  'WITHDRAWN',
] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** What its applicant or an officer does with it. Issuing is an act of its own, on the ledger. */
export const APPLICATION_STEPS = ['draft', 'submit', 'withdraw', 'return', 'refuse', 'issue'] as const;
export type ApplicationStep = (typeof APPLICATION_STEPS)[number];

type Next = Partial<Record<ApplicationStep, ApplicationState>>;

/** What may follow on what; `none` before the first step. What is refused, withdrawn or issued has ended. */
const TRANSITIONS: Readonly<Record<ApplicationState | 'none', Next>> = {
  none: { draft: 'DRAFT', submit: 'SUBMITTED' },
  DRAFT: { draft: 'DRAFT', submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
  SUBMITTED: { return: 'RETURNED', refuse: 'REFUSED', withdraw: 'WITHDRAWN', issue: 'ISSUING' },
  RETURNED: { submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
  ISSUING: {},
  ISSUED: {},
  REFUSED: {},
  WITHDRAWN: {},
};

/**
 * The state that follows a step, or undefined where the step cannot be taken: the authority may ask for more before
 * it decides, and nobody alters what was declared (a supplement is a declaration of its own).
 */
export const stateAfter = holds(
  ['OCP 3', 'OCP 5'],
  (from: ApplicationState | undefined, step: ApplicationStep): ApplicationState | undefined =>
    TRANSITIONS[from ?? 'none'][step],
);

/** The steps that can be taken now. */
export const possibleSteps = (from: ApplicationState | undefined): ApplicationStep[] =>
  APPLICATION_STEPS.filter((step) => stateAfter(from, step) !== undefined);
