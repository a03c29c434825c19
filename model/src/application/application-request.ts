import { Type, type TSchema } from 'typebox';
import { parseCanonical } from '../canonical/canonical-json.js';
import { commitmentOf } from '../canonical/digest.js';
import { OriginError } from '../errors/origin-error.js';
import type { Role } from '../registry/records.js';
import type { ParsedRequest } from '../request/signed-request.js';
import { plainValidatorOf } from '../validation/plain-validator.js';
import type { Validator } from '../validation/validator.js';
import { ActIdText, closed } from '../validation/vocabulary.js';
import { ApplicationContents, ApplicationReason } from './application-contents.js';
import type { ApplicationStep } from './application-state.js';

/** A step of an application as a signed request: the same format as an act, yet no act of the ledger. */
export interface ApplicationOperation {
  readonly op: string;
  readonly title: string;
  readonly step: Exclude<ApplicationStep, 'issue'>;
  readonly role: Role;
  readonly args: TSchema;
  /** What its one parcel is; none: it has no parcel. */
  readonly parcel?: 'application' | 'reason';
}

/** Absent: the step makes a new application, named by the id of its own request. */
const Begun = Type.Object({ application: Type.Optional(ActIdText) }, closed);
const Named = Type.Object({ application: ActIdText }, closed);

/** Every step that is asked for by a signed request, by its name with version. */
export const applicationOperations: ReadonlyMap<string, ApplicationOperation> = new Map(
  (
    [
      {
        op: 'application.draft/1',
        title: 'Keep a draft of an application',
        step: 'draft',
        role: 'exporter',
        args: Begun,
        parcel: 'application',
      },
      {
        op: 'application.submit/1',
        title: 'Declare and hand in an application (box 11)',
        step: 'submit',
        role: 'exporter',
        args: Begun,
        parcel: 'application',
      },
      {
        op: 'application.withdraw/1',
        title: 'Withdraw an application',
        step: 'withdraw',
        role: 'exporter',
        args: Named,
      },
      {
        op: 'application.return/1',
        title: 'Return an application for supplement',
        step: 'return',
        role: 'signatory',
        args: Named,
        parcel: 'reason',
      },
      {
        op: 'application.refuse/1',
        title: 'Refuse an application',
        step: 'refuse',
        role: 'signatory',
        args: Named,
        parcel: 'reason',
      },
    ] satisfies readonly ApplicationOperation[]
  ).map((operation) => [operation.op, operation]),
);

/** A step taken apart: whose signature stands under it is another question. */
export interface ApplicationRequest {
  readonly request: ParsedRequest;
  readonly operation: ApplicationOperation;
  /** The application it is about; its own id where it makes one. */
  readonly application: string;
  /** Whether it makes the application. */
  readonly first: boolean;
  /** Exact text of its parcel, where it has one. */
  readonly text: string | undefined;
}

const argumentsOf = new Map<string, Validator<unknown>>(
  [...applicationOperations.values()].map(({ op, args }) => [op, plainValidatorOf(args)]),
);
const contents = {
  application: plainValidatorOf(ApplicationContents),
  reason: plainValidatorOf(ApplicationReason),
};

/**
 * Reads a step with its parcel. Readers of the parcel are the issuing member alone: nothing of it leaves its gateway.
 * @throws OriginError REQUEST_OPERATION, REQUEST_CLAIMS, AFTER_MISMATCH, PARCEL_MISSING, PARCEL_UNDECLARED,
 *   PARCEL_READERS, PARCEL_MISMATCH, PARCEL_NOT_CANONICAL, DOCUMENT_INVALID
 */
export function readApplicationRequest(
  request: ParsedRequest,
  parcels: readonly string[],
): ApplicationRequest {
  const { op, args, after } = request.claims;
  const operation = applicationOperations.get(op);
  if (operation === undefined)
    throw new OriginError('REQUEST_OPERATION', { boxes: ['op'], stage: 'request' });
  const problems = argumentsOf.get(op)?.problems(args) ?? [];
  if (problems.length > 0)
    throw new OriginError('REQUEST_CLAIMS', {
      boxes: problems.map((box) => `args.${box}`),
      stage: 'request',
    });
  const { application } = args as { readonly application?: string };
  // Nobody takes a step on what he has not seen; a new application has nothing to be seen.
  if ((application === undefined) !== (after === undefined))
    throw new OriginError('AFTER_MISMATCH', { boxes: ['after'], stage: 'request' });
  return {
    request,
    operation,
    application: application ?? request.actId,
    first: application === undefined,
    text: parcelOf(request, operation.parcel, parcels),
  };
}

/** The box of a step's parcel: `application VN`. */
export const applicationBox = (kind: 'application' | 'reason', member: string): string => `${kind} ${member}`;

function parcelOf(
  { claims }: ParsedRequest,
  kind: 'application' | 'reason' | undefined,
  parcels: readonly string[],
): string | undefined {
  const refuse = (code: 'PARCEL_MISSING' | 'PARCEL_UNDECLARED' | 'PARCEL_READERS' | 'PARCEL_MISMATCH') =>
    new OriginError(code, { boxes: ['parcels[0]'], stage: 'request' });
  const wanted = kind === undefined ? 0 : 1;
  if (claims.parcels.length > wanted || parcels.length > wanted) throw refuse('PARCEL_UNDECLARED');
  if (kind === undefined) return undefined;
  const [claim] = claims.parcels;
  const [text] = parcels;
  if (claim === undefined || text === undefined) throw refuse('PARCEL_MISSING');
  const member = claims.iss.split(':')[0] ?? '';
  if (claim.box !== applicationBox(kind, member)) throw refuse('PARCEL_UNDECLARED');
  if (claim.readers.length !== 1 || claim.readers[0] !== member) throw refuse('PARCEL_READERS');
  if (commitmentOf(text) !== claim.commitment) throw refuse('PARCEL_MISMATCH');
  const value = parseCanonical(text);
  if (value === undefined)
    throw new OriginError('PARCEL_NOT_CANONICAL', { boxes: ['parcels[0]'], stage: 'request' });
  const problems = contents[kind].problems(value);
  if (problems.length > 0)
    throw new OriginError('DOCUMENT_INVALID', {
      boxes: problems.map((box) => `parcels[0].${box}`),
      stage: 'request',
    });
  return text;
}
