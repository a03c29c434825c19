import type { Request, Response } from 'express';
import { Type } from 'typebox';
import type { ErrorCode, Operation } from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import type { Submitted } from '../operations/submissions.js';
import { readSubmission } from './read-submission.js';
import { releaseBody } from './receive-body.js';
import { REQUEST_ERRORS } from './request-errors.js';
import type { Route } from './routes.js';

const LONGEST_WAIT_SECONDS = 60;

/** What a submission may be refused with before it reaches the ledger; later ones are those of its rules. */
const EDGE_ERRORS: readonly ErrorCode[] = [
  ...REQUEST_ERRORS,
  'ADMINISTRATOR_REQUIRED',
  'REQUEST_WITHDRAWN',
  'PARCEL_TOO_LARGE',
  'PARCEL_MISSING',
  'PARCEL_UNDECLARED',
  'PARCEL_MISMATCH',
  'PARCEL_NOT_CANONICAL',
  'DOCUMENT_INVALID',
  'DOCUMENT_DISAGREES',
  'DOCUMENT_RULES',
  'ORIGINALS_DISAGREE',
  'PARCEL_NOT_HELD',
  'APPLICATION_UNKNOWN',
  'APPLICATION_STATE',
  'APPLICATION_DISAGREES',
  'OVERLOADED',
  'QUOTA_EXCEEDED',
];
const CONTRACT_ERRORS: readonly ErrorCode[] = [
  'PARCEL_READERS',
  'MEMBER_UNKNOWN',
  'OTHER_MEMBER',
  'FORM_UNKNOWN',
  'FORM_MEMBERS',
  'NUMBER_USED',
  'NUMBER_REPEATED',
  'ISSUE_DATE',
  'SIGNED_ANOTHER_DAY',
  'RETROACTIVE_FLAG',
  'RETROACTIVE_LATE',
  'AFTER_MISMATCH',
  'TIMESTAMP_BEFORE_LAST_ACT',
  'CERTIFICATE_UNKNOWN',
  'CERTIFICATE_NOT_VALID',
  'CERTIFICATE_NOT_SENT',
  'CERTIFICATE_ALREADY_SENT',
  'CERTIFICATE_ALREADY_RECEIVED',
  'COMMITMENT_MISMATCH',
  'TRANSACTION_INVALIDATED',
  'STATE_TAMPERED',
];

/** Seconds from `Prefer: wait=N` (RFC 7240); other preferences are not ours to judge. */
function waitOf(request: Request): number | undefined {
  const match = /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/.exec(request.get('prefer') ?? '');
  return match === null ? undefined : Math.min(Number(match[1]), LONGEST_WAIT_SECONDS);
}

/** `POST /v1/operations`: the one way to change anything. */
export function submissionRoute({ submissions }: Services): Route {
  const accepted = (request: Request): Promise<Submitted> => {
    const { request: jws, parcels } = readSubmission(request);
    return submissions.accept(jws, parcels);
  };
  return {
    path: '/v1/operations',
    method: 'post',
    signed: false,
    summary: 'Submit a signed request with its parcels',
    description:
      'Durable once answered. The same request again (same header and payload, whatever its signature) gets the ' +
      'first result, with `replayed: true`. Every commitment of the request needs its parcel, except that ' +
      '`certificate.send/1` may leave it out when the gateway holds the bytes, from the issue. Changes of the ' +
      'register are not taken here: an administrator submits them to the own peer.',
    parameters: [
      {
        name: 'Prefer',
        in: 'header',
        description: '`wait=N`: answer when the operation is final, at most N seconds later (up to 60).',
        schema: Type.String({ maxLength: 200 }),
      },
    ],
    body: 'OperationSubmission',
    carries: 'batch',
    answers: {
      200: { description: 'Final before: the first result', shape: 'Operation' },
      201: { description: 'Committed within the time waited', shape: 'Operation' },
      202: { description: 'In the journal; ask at Location', shape: 'Operation' },
    },
    errors: [...EDGE_ERRORS, ...CONTRACT_ERRORS],
    async handle(request: Request, response: Response) {
      const wait = waitOf(request);
      if (wait !== undefined) response.setHeader('Preference-Applied', `wait=${wait}`);
      const submitted = await accepted(request);
      // Whoever waits for the outcome holds nobody's share of the memory meanwhile.
      releaseBody(response);
      response.setHeader('Location', `/v1/operations/${submitted.id}`);
      answerOperation(response, await submissions.outcome(submitted, (wait ?? 0) * 1000));
    },
  };
}

function answerOperation(response: Response, operation: Operation): void {
  if (operation.state === 'REJECTED' && operation.problem !== undefined) {
    response.locals['code'] = operation.problem.code;
    response.status(operation.problem.status);
    response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    response.end(JSON.stringify(operation.problem));
    return;
  }
  response.status(operation.state !== 'COMMITTED' ? 202 : operation.replayed ? 200 : 201);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(operation));
}
