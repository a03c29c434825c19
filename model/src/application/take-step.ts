import { OriginError } from '../errors/origin-error.js';
import type { ErrorCode } from '../errors/registry.js';
import { holds } from '../rule/rule.js';
import type { ApplicationRequest } from './application-request.js';
import { stateAfter, type ApplicationState } from './application-state.js';

/** An application as a step finds it. */
export interface ApplicationStanding {
  readonly applicant: string;
  readonly state: ApplicationState;
  /** Whether it was ever handed in: from then on officers see it. */
  readonly submitted: boolean;
  /** Id of the last request on it. */
  readonly lastStep: string;
}

/** Whether this party sees it: its applicant always, an officer once it was handed in, nobody else. */
export const mayLookAt = holds(
  ['OCP 5'],
  (
    { applicant, submitted }: Pick<ApplicationStanding, 'applicant' | 'submitted'>,
    { holder, officer }: { readonly holder: string; readonly officer: boolean },
  ): boolean => holder === applicant || (officer && submitted),
);

/**
 * The state after a step whose signature and role hold: on an application its signer may see, of which he has seen the
 * last step.
 * @throws OriginError APPLICATION_UNKNOWN, APPLICATION_STATE, AFTER_MISMATCH
 */
export const takeStep = holds(
  ['OCP 3', 'OCP 5'],
  (
    { operation, first, request }: Pick<ApplicationRequest, 'operation' | 'first' | 'request'>,
    standing: ApplicationStanding | undefined,
  ): ApplicationState => {
    const refuse = (code: ErrorCode, box: string): OriginError =>
      new OriginError(code, { boxes: [box], stage: 'request' });
    const { iss, after } = request.claims;
    const officer = operation.role === 'signatory';
    if (!first && (standing === undefined || !maySign(standing, iss, officer)))
      throw refuse('APPLICATION_UNKNOWN', 'args.application');
    if (standing !== undefined && after !== standing.lastStep) throw refuse('AFTER_MISMATCH', 'after');
    const state = stateAfter(standing?.state, operation.step);
    if (state === undefined) throw refuse('APPLICATION_STATE', 'args.application');
    return state;
  },
);

/** Officers do not declare in an exporter's name, nor exporters decide. */
const maySign = (standing: ApplicationStanding, holder: string, officer: boolean): boolean =>
  officer ? standing.submitted : standing.applicant === holder;
