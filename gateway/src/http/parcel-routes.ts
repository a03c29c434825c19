import { Type } from 'typebox';
import { OriginError, PARCEL_STATES, Sha256Text, validatorOf } from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import { readLimit } from '../queries/cursor.js';
import type { ParcelListOptions } from '../queries/parcels.js';
import { cursor, limit, oneOf, onlyParameters, parameterOf } from './certificate-routes.js';
import type { Route } from './routes.js';

const commitments = validatorOf(Sha256Text);
const DIRECTIONS = ['author', 'reader'] as const;

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
      path: '/v1/parcels/{commitment}/document',
      method: 'get',
      signed: true,
      summary: 'The contents of a parcel, as the exact text that was committed to',
      description: 'For officers and systems of author and readers. Reading is logged.',
      parameters: [
        {
          name: 'commitment',
          in: 'path',
          description: 'Hex SHA-256 of the contents.',
          schema: Sha256Text,
          required: true,
        },
      ],
      answers: { 200: { description: 'The contents', shape: 'DocumentAnswer' } },
      errors: [
        'PARCEL_UNKNOWN',
        'NOT_A_READER',
        'PARCEL_NOT_HELD',
        'LEDGER_UNAVAILABLE',
        'CONTRACT_UNAVAILABLE',
      ],
      async handle(request, { key }) {
        const commitment = String(request.params['commitment']);
        if (!commitments.is(commitment))
          throw new OriginError('PARCEL_UNKNOWN', { boxes: ['commitment'], stage: 'query' });
        return { body: { asOf: asOf(), ...(await parcels.read(commitment, key)) } };
      },
    },
  ];
}
