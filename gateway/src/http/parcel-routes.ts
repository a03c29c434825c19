import type { Request } from 'express';
import { Type } from 'typebox';
import { OriginError, PARCEL_STATES, ParcelName, validatorOf } from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import { readLimit } from '../queries/cursor.js';
import type { ParcelListOptions } from '../queries/parcels.js';
import { cursor, limit, oneOf, onlyParameters, parameterOf } from './certificate-routes.js';
import type { Parameter, Route } from './routes.js';

const names = validatorOf(ParcelName);
const DIRECTIONS = ['author', 'reader'] as const;

/** The name of a parcel in a path. */
export const parcelParameter: Parameter = {
  name: 'parcel',
  in: 'path',
  description:
    'Name of the parcel: hex SHA-256 of its contents, and the act that owes it: `<commitment>.<kid>.<jti>`.',
  schema: ParcelName,
  required: true,
};

/** @throws OriginError PARCEL_UNKNOWN when it names none */
export function parcelNameOf(request: Request): string {
  const name = request.params['parcel'];
  if (!names.is(name)) throw new OriginError('PARCEL_UNKNOWN', { boxes: ['parcel'], stage: 'query' });
  return name;
}

/** What acts owe to their readers: lists and contents. */
export function parcelRoutes({ asOf, parcels }: Services): Route[] {
  return [
    {
      path: '/v1/parcels',
      method: 'get',
      signed: true,
      summary: 'What acts owe to their readers, latest first, an entry for each reader',
      description:
        'OWED until the hash stands in the reader’s collection, then DELIVERED; RECEIVED by the reader’s own act ' +
        '`parcel.receive/1`. CLOSED when author or reader has left: `closedBy` names the act that says so.',
      parameters: [
        {
          name: 'direction',
          in: 'query',
          description: 'For this member to read (unless stated), or owed by its own acts.',
          schema: Type.Union(DIRECTIONS.map((each) => Type.Literal(each))),
        },
        {
          name: 'state',
          in: 'query',
          description: 'Only those that stand so.',
          schema: Type.Union(PARCEL_STATES.map((each) => Type.Literal(each))),
        },
        cursor,
        limit,
      ],
      answers: { 200: { description: 'One page', shape: 'ParcelPage' } },
      errors: ['CURSOR_INVALID', 'BODY_INVALID'],
      handle(request) {
        onlyParameters(request, 'direction', 'state', 'cursor', 'limit');
        const state = oneOf(parameterOf(request, 'state'), PARCEL_STATES, 'state');
        const from = parameterOf(request, 'cursor');
        const options: ParcelListOptions = {
          direction: oneOf(parameterOf(request, 'direction'), DIRECTIONS, 'direction') ?? 'reader',
          limit: readLimit(parameterOf(request, 'limit')),
          ...(state === undefined ? {} : { state }),
          ...(from === undefined ? {} : { cursor: from }),
        };
        return { body: { asOf: asOf(), ...parcels.list(options) } };
      },
    },
    {
      path: '/v1/parcels/{parcel}/document',
      method: 'get',
      signed: true,
      summary: 'The contents of a parcel, as the exact text that was committed to',
      description: 'For officers and systems of author and readers. Reading is logged.',
      parameters: [parcelParameter],
      answers: { 200: { description: 'The contents', shape: 'DocumentAnswer' } },
      errors: [
        'PARCEL_UNKNOWN',
        'NOT_A_READER',
        'PARCEL_NOT_HELD',
        'LEDGER_UNAVAILABLE',
        'CONTRACT_UNAVAILABLE',
      ],
      async handle(request, { key }) {
        return { body: { asOf: asOf(), ...(await parcels.read(parcelNameOf(request), key)) } };
      },
    },
  ];
}
