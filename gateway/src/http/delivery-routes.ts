import type { Request } from 'express';
import { OriginError, type ErrorCode, type Role } from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import type { Delivery } from '../outbox/write-again.js';
import { balanceParameter, BALANCES, oneOf, reference, referenceOf } from './certificate-routes.js';
import { parcelNameOf, parcelParameter } from './parcel-routes.js';
import type { Route, SignedRoute } from './routes.js';

/** Who may ask for a repeated delivery. */
export const DELIVERERS: readonly Role[] = ['signatory', 'customs', 'system'];

const ERRORS: readonly ErrorCode[] = [
  'ROLE_MISSING',
  'MEMBER_UNKNOWN',
  'PARCEL_NOT_HELD',
  'OUTCOME_UNKNOWN',
  'TRANSACTION_INVALIDATED',
  'LEDGER_UNAVAILABLE',
  'CONTRACT_UNAVAILABLE',
  'ENDORSEMENT_FAILED',
];
const DESCRIPTION =
  'Needs no new signed request and may be repeated; signed as a query for POST, with an empty body.';

/** Contents on record, written into the other state’s collection again: for peers that lost them. */
export function deliveryRoutes({ asOf, deliveries }: Services): Route[] {
  const route = (
    parts: Pick<SignedRoute, 'path' | 'summary' | 'errors' | 'parameters'>,
    deliver: (request: Request) => Promise<Delivery>,
  ): SignedRoute => ({
    ...parts,
    method: 'post',
    signed: true,
    description: DESCRIPTION,
    answers: { 200: { description: 'The delivery, committed', shape: 'DeliveryAnswer' } },
    errors: [...parts.errors, ...ERRORS],
    async handle(request, { key }) {
      if (!key.roles.some((role) => DELIVERERS.includes(role)))
        throw new OriginError('ROLE_MISSING', { boxes: [...DELIVERERS], stage: 'authorise' });
      return { body: { asOf: asOf(), ...(await deliver(request)) } };
    },
  });
  return [
    route(
      {
        path: '/v1/certificates/{reference}/deliveries',
        summary: 'Write the contents of a sent certificate into the other state’s collection again',
        parameters: [reference],
        errors: ['CERTIFICATE_UNKNOWN', 'OTHER_MEMBER', 'CERTIFICATE_NOT_SENT', 'CERTIFICATE_NOT_RECEIVED'],
      },
      (request) => deliveries.certificate(referenceOf(request)),
    ),
    route(
      {
        path: '/v1/certificates/{reference}/balances/{balance}/deliveries',
        summary: 'Write what is left of a certificate into the other state’s collection again',
        parameters: [reference, balanceParameter],
        errors: ['CERTIFICATE_UNKNOWN', 'OTHER_MEMBER', 'PARCEL_UNKNOWN', 'BODY_INVALID'],
      },
      (request) => {
        const balance = oneOf(String(request.params['balance']), BALANCES, 'balance') ?? 'import';
        return deliveries.balance(referenceOf(request), balance);
      },
    ),
    route(
      {
        path: '/v1/parcels/{parcel}/deliveries',
        summary: 'Write a parcel into the collection of its other party again',
        parameters: [parcelParameter],
        errors: ['PARCEL_UNKNOWN', 'NOT_A_READER', 'PARCEL_NOT_RECEIVED'],
      },
      (request) => deliveries.parcel(parcelNameOf(request)),
    ),
  ];
}
