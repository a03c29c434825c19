import { expect } from 'chai';
import { OriginError } from '../errors/origin-error.js';
import type { ParsedRequest } from '../request/signed-request.js';
import { applicationOperations } from './application-request.js';
import { mayLookAt, takeStep, type ApplicationStanding } from './take-step.js';

const standing = (changes: Partial<ApplicationStanding> = {}): ApplicationStanding => ({
  applicant: 'VN:exporter-1',
  state: 'SUBMITTED',
  submitted: true,
  lastStep: 'step-1',
  ...changes,
});

function outcome(
  op: string,
  found: ApplicationStanding | undefined,
  { iss = 'VN:exporter-1', after = 'step-1' }: { readonly iss?: string; readonly after?: string } = {},
): string {
  const operation = applicationOperations.get(`application.${op}/1`);
  if (operation === undefined) throw new Error(op);
  const claims = found === undefined ? { iss } : { iss, after };
  const request = { claims } as unknown as ParsedRequest;
  try {
    return takeStep({ operation, first: found === undefined, request }, found);
  } catch (error) {
    if (error instanceof OriginError) return error.code;
    throw error;
  }
}

const officer = { iss: 'VN:officer-1' };
const draft = { state: 'DRAFT', submitted: false } as const;

describe('a step of an application', () => {
  for (const [what, was, is] of [
    ['[OCP 5] an exporter keeps a draft', outcome('draft', undefined), 'DRAFT'],
    ['[OCP 5] an exporter hands in at once', outcome('submit', undefined), 'SUBMITTED'],
    ['an exporter hands in his draft', outcome('submit', standing(draft)), 'SUBMITTED'],
    ['an exporter withdraws', outcome('withdraw', standing()), 'WITHDRAWN'],
    ['[OCP 3] an officer asks for more', outcome('return', standing(), officer), 'RETURNED'],
    ['an officer refuses', outcome('refuse', standing(), officer), 'REFUSED'],
    [
      'another exporter does not find it',
      outcome('withdraw', standing(), { iss: 'VN:exporter-2' }),
      'APPLICATION_UNKNOWN',
    ],
    [
      'another exporter does not declare it anew',
      outcome('submit', standing({ state: 'RETURNED' }), { iss: 'VN:exporter-2' }),
      'APPLICATION_UNKNOWN',
    ],
    ['an officer does not find a draft', outcome('refuse', standing(draft), officer), 'APPLICATION_UNKNOWN'],
    [
      'a draft that was withdrawn is never found by an officer',
      outcome('return', standing({ state: 'WITHDRAWN', submitted: false }), officer),
      'APPLICATION_UNKNOWN',
    ],
    ['what was handed in is not drafted again', outcome('draft', standing()), 'APPLICATION_STATE'],
    [
      'what was withdrawn is not returned',
      outcome('return', standing({ state: 'WITHDRAWN' }), officer),
      'APPLICATION_STATE',
    ],
    [
      'what is being issued is not withdrawn',
      outcome('withdraw', standing({ state: 'ISSUING' })),
      'APPLICATION_STATE',
    ],
    [
      'nobody decides on what he has not seen',
      outcome('refuse', standing(), { ...officer, after: 'step-0' }),
      'AFTER_MISMATCH',
    ],
  ] as const) {
    it(`${what}: ${is}`, () => {
      expect(was).to.equal(is);
    });
  }

  for (const [holder, isOfficer, submitted, sees] of [
    ['VN:exporter-1', false, false, true],
    ['VN:exporter-2', false, true, false],
    ['VN:officer-1', true, true, true],
    ['VN:officer-1', true, false, false],
  ] as const) {
    it(`[OCP 5] ${holder} ${sees ? 'sees' : 'does not see'} it ${submitted ? 'once' : 'before it was'} handed in`, () => {
      expect(mayLookAt(standing({ submitted }), { holder, officer: isOfficer })).to.equal(sees);
    });
  }
});
