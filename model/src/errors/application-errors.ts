import type { ErrorDefinition } from './error-definition.js';

const refuse = (status: number, title: string, remedy: string): ErrorDefinition => ({
  status,
  title,
  remedy,
  retry: 'never',
});

/** Refusals on the way of an application, before any certificate is on the ledger. Part of the one registry. */
export const applicationErrors = {
  APPLICATION_UNKNOWN: refuse(
    404,
    'There is no such application, or it is not yours to see',
    'Applications are seen by their applicant and by officers of the issuing member, once submitted.',
  ),
  APPLICATION_STATE: refuse(
    409,
    'The application does not stand where this step begins',
    'Look at it again: what may follow depends on its state.',
  ),
  APPLICATION_FINDINGS: refuse(
    422,
    'The pre-check finds errors in the application',
    'Correct the boxes named; a pre-check tells rule and remedy of each.',
  ),
  APPLICATION_DISAGREES: refuse(
    422,
    'The certificate says something else than the application it names (OCP 6, OCP 9)',
    'Issue what was declared, or return the application for supplement.',
  ),
} as const satisfies Readonly<Record<string, ErrorDefinition>>;
