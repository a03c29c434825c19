import {
  ActIdText,
  APPLICATION_STATES,
  ApplicationStateShape,
  isAcceptable,
  isCalendarDate,
  OriginError,
  PrecheckRequest,
  validatorOf,
} from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import { readLimit } from '../queries/cursor.js';
import { cursor, limit, oneOf, onlyParameters, parameterOf } from './certificate-routes.js';
import { bytesOf, readJson, requireJson, textOf } from './read-body.js';
import { readSubmission } from './read-submission.js';
import { REQUEST_ERRORS } from './request-errors.js';
import type { Route } from './routes.js';

const ids = validatorOf(ActIdText);
const prechecks = validatorOf(PrecheckRequest);

/** Applications of exporters, and the pre-check that judges them. */
export function applicationRoutes({ asOf, applications }: Services): Route[] {
  return [
    {
      path: '/v1/applications',
      method: 'post',
      signed: false,
      summary: 'Take a step of an application: draft, submit, withdraw; return, refuse',
      description:
        'A signed request like those for the ledger, with an operation of `x-application-operations`; it stays at ' +
        'this gateway, with its signature. The same request again gets the first result, with `replayed: true`. ' +
        'What is handed in is judged by the pre-check: errors refuse it, warnings are recorded.',
      body: 'OperationSubmission',
      carries: 'document',
      answers: {
        200: { description: 'Taken before: the first result', shape: 'ApplicationStepAnswer' },
        201: { description: 'Taken, and kept', shape: 'ApplicationStepAnswer' },
      },
      errors: [
        ...REQUEST_ERRORS,
        'AFTER_MISMATCH',
        'PARCEL_TOO_LARGE',
        'PARCEL_MISSING',
        'PARCEL_UNDECLARED',
        'PARCEL_MISMATCH',
        'PARCEL_NOT_CANONICAL',
        'PARCEL_READERS',
        'DOCUMENT_INVALID',
        'APPLICATION_UNKNOWN',
        'APPLICATION_STATE',
        'APPLICATION_FINDINGS',
        'QUOTA_EXCEEDED',
      ],
      async handle(request, response) {
        const { request: jws, parcels } = readSubmission(request);
        const answer = await applications.take(jws, parcels);
        response.status(answer.replayed ? 200 : 201);
        response.setHeader('Location', `/v1/applications/${answer.application}`);
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.end(JSON.stringify(answer));
      },
    },
    {
      path: '/v1/applications',
      method: 'get',
      signed: true,
      summary: 'Applications, latest first: an exporter’s own; for officers all that were handed in',
      parameters: [
        {
          name: 'state',
          in: 'query',
          description: 'Only those that stand so.',
          schema: ApplicationStateShape,
        },
        cursor,
        limit,
      ],
      answers: { 200: { description: 'One page', shape: 'ApplicationPage' } },
      errors: ['CURSOR_INVALID', 'BODY_INVALID', 'ROLE_MISSING', 'STORAGE_FULL'],
      handle(request, { key }) {
        onlyParameters(request, 'state', 'cursor', 'limit');
        const state = oneOf(parameterOf(request, 'state'), APPLICATION_STATES, 'state');
        const from = parameterOf(request, 'cursor');
        const options = {
          limit: readLimit(parameterOf(request, 'limit')),
          ...(state === undefined ? {} : { state }),
          ...(from === undefined ? {} : { cursor: from }),
        };
        return { body: { asOf: asOf(), ...applications.list(options, key) } };
      },
    },
    {
      path: '/v1/applications/{id}',
      method: 'get',
      signed: true,
      summary: 'One application: what it says, every step with its signature, its certificate',
      description:
        'For its applicant and, once handed in, officers of the issuing member. Reading is logged.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          description: 'Id of the request that made it: `<kid>.<jti>`.',
          schema: ActIdText,
          required: true,
        },
      ],
      answers: { 200: { description: 'The application', shape: 'ApplicationAnswer' } },
      errors: ['APPLICATION_UNKNOWN', 'STORAGE_FULL'],
      async handle(request, { key }) {
        const id = String(request.params['id']);
        if (!ids.is(id)) throw new OriginError('APPLICATION_UNKNOWN', { boxes: ['id'], stage: 'query' });
        return { body: { asOf: asOf(), ...(await applications.read(id, key)) } };
      },
    },
    {
      path: '/v1/prechecks',
      method: 'post',
      signed: true,
      summary: 'Everything that is wrong with a document, at once: box, rule and remedy of each finding',
      description:
        'By the rules an application is judged by. The document may be incomplete, and is not kept. Signed as a ' +
        'query for POST whose `htb` is the hex SHA-256 of the body.',
      body: 'PrecheckRequest',
      carries: 'document',
      answers: { 200: { description: 'The findings', shape: 'PrecheckAnswer' } },
      errors: ['BODY_MALFORMED', 'BODY_INVALID', 'BODY_TOO_LARGE', 'MEDIA_TYPE'],
      handle(request) {
        requireJson(request);
        const value = readJson(textOf(bytesOf(request)));
        if (!prechecks.is(value))
          throw new OriginError('BODY_INVALID', { boxes: prechecks.problems(value), stage: 'request' });
        if (value.submitted !== undefined && !isCalendarDate(value.submitted))
          throw new OriginError('BODY_INVALID', { boxes: ['submitted'], stage: 'request' });
        const findings = applications.precheck(value);
        return { body: { asOf: asOf(), acceptable: isAcceptable(findings), findings } };
      },
    },
  ];
}
