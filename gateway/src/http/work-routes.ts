import { Type } from 'typebox';
import type { Services } from '../gateway-services.js';
import { readLimit } from '../queries/cursor.js';
import {
  cursor,
  limit,
  oneOf,
  onlyParameters,
  parameterOf,
  reference,
  referenceOf,
} from './certificate-routes.js';
import type { Route } from './routes.js';

const WHOSE = ['own', 'other'] as const;
const BOOLEANS = ['true', 'false'] as const;

/** Clocks: what is open, whose turn it is, until when; and the way of one certificate. */
export function workRoutes({ asOf, work, parcels }: Services): Route[] {
  return [
    {
      path: '/v1/work',
      method: 'get',
      signed: true,
      summary: 'What is open on the member’s certificates, what is due first first',
      description:
        'Overdue is a flag: nothing happens by itself. A clock that starts at receipt is not listed before.',
      parameters: [
        {
          name: 'by',
          in: 'query',
          description: 'What this member must do (unless stated), or the other states.',
          schema: Type.Union(WHOSE.map((each) => Type.Literal(each))),
        },
        {
          name: 'overdue',
          in: 'query',
          description: 'Only what is overdue.',
          schema: Type.Union(BOOLEANS.map((each) => Type.Literal(each))),
        },
        cursor,
        limit,
      ],
      answers: { 200: { description: 'One page', shape: 'WorkPage' } },
      errors: ['CURSOR_INVALID', 'BODY_INVALID'],
      handle(request) {
        onlyParameters(request, 'by', 'overdue', 'cursor', 'limit');
        const from = parameterOf(request, 'cursor');
        const page = work.list({
          by: oneOf(parameterOf(request, 'by'), WHOSE, 'by') ?? 'own',
          overdue: oneOf(parameterOf(request, 'overdue'), BOOLEANS, 'overdue') === 'true',
          limit: readLimit(parameterOf(request, 'limit')),
          ...(from === undefined ? {} : { cursor: from }),
        });
        return { body: { asOf: asOf(), ...page } };
      },
    },
    {
      path: '/v1/certificates/{reference}/tracking',
      method: 'get',
      signed: true,
      summary: 'The way of a certificate hop by hop, its clocks, and what its acts still owe',
      parameters: [reference],
      answers: { 200: { description: 'Hops, work, parcels owed', shape: 'TrackingAnswer' } },
      errors: ['CERTIFICATE_UNKNOWN'],
      handle(request) {
        const tracking = work.tracking(referenceOf(request), (copy) => parcels.view(copy));
        return { body: { asOf: asOf(), ...tracking } };
      },
    },
  ];
}
