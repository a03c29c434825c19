import { Type } from 'typebox';
import { KeyId, maySeeExporters, MemberCode, OriginError, type RegisterList } from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import { readLimit } from '../queries/cursor.js';
import { cursor, limit, onlyParameters, parameterOf } from './certificate-routes.js';
import type { Route } from './routes.js';

const LISTS: Readonly<Record<RegisterList, { readonly summary: string; readonly shape: string }>> = {
  authorities: {
    summary: 'Issuing and competent authorities, customs and agencies, as their members list them',
    shape: 'AuthorityPage',
  },
  exporters: {
    summary: 'Certified exporters, with their standing over time: for authorities',
    shape: 'ExporterPage',
  },
  forms: {
    summary: 'Forms that the register entered or changed, beside those every network starts with',
    shape: 'FormPage',
  },
  settings: { summary: 'What members’ national laws set', shape: 'SettingsPage' },
};

const LIST_ERRORS = ['CURSOR_INVALID', 'BODY_INVALID'] as const;

/** The register of members and keys, operations, and how the gateway is doing. */
export function registerRoutes(services: Services): Route[] {
  const { asOf, register, operations, status } = services;
  return [
    {
      path: '/v1/registry/members',
      method: 'get',
      signed: true,
      summary: 'The members of the network',
      parameters: [cursor, limit],
      answers: { 200: { description: 'One page', shape: 'MemberPage' } },
      errors: ['CURSOR_INVALID', 'BODY_INVALID'],
      handle(request) {
        onlyParameters(request, 'cursor', 'limit');
        const page = register.members(
          parameterOf(request, 'cursor'),
          readLimit(parameterOf(request, 'limit')),
        );
        return { body: { asOf: asOf(), ...page } };
      },
    },
    {
      path: '/v1/registry/keys',
      method: 'get',
      signed: true,
      summary: 'Registered keys, revoked and expired ones included',
      parameters: [
        { name: 'member', in: 'query', description: 'Only those of this member.', schema: MemberCode },
        cursor,
        limit,
      ],
      answers: { 200: { description: 'One page', shape: 'KeyPage' } },
      errors: ['CURSOR_INVALID', 'BODY_INVALID'],
      handle(request) {
        onlyParameters(request, 'member', 'cursor', 'limit');
        const page = register.keys(
          parameterOf(request, 'member'),
          parameterOf(request, 'cursor'),
          readLimit(parameterOf(request, 'limit')),
        );
        return { body: { asOf: asOf(), ...page } };
      },
    },
    {
      path: '/v1/registry/keys/{kid}',
      method: 'get',
      signed: true,
      summary: 'One registered key',
      parameters: [
        { name: 'kid', in: 'path', description: 'RFC 7638 thumbprint.', schema: KeyId, required: true },
      ],
      answers: { 200: { description: 'The key', shape: 'KeyAnswer' } },
      errors: ['NOT_FOUND'],
      handle: (request) => ({ body: { asOf: asOf(), key: register.key(String(request.params['kid'])) } }),
    },
    {
      path: '/v1/registry/charter',
      method: 'get',
      signed: true,
      summary: 'Who keeps the register, who has a voice in it, and which consents are pending',
      answers: { 200: { description: 'The charter and the consents', shape: 'CharterAnswer' } },
      errors: ['BODY_INVALID'],
      handle(request) {
        onlyParameters(request);
        return { body: { asOf: asOf(), ...register.charter() } };
      },
    },
    ...(Object.keys(LISTS) as RegisterList[]).map((list): Route => ({
      path: `/v1/registry/${list}`,
      method: 'get',
      signed: true,
      summary: LISTS[list].summary,
      parameters: [cursor, limit],
      answers: { 200: { description: 'One page', shape: LISTS[list].shape } },
      errors: [...LIST_ERRORS, ...(list === 'exporters' ? (['NOT_A_READER'] as const) : [])],
      handle(request, { key }) {
        if (list === 'exporters' && !maySeeExporters(key))
          throw new OriginError('NOT_A_READER', { stage: 'query' });
        onlyParameters(request, 'cursor', 'limit');
        const from = parameterOf(request, 'cursor');
        const page = register.entries(list, from, readLimit(parameterOf(request, 'limit')));
        return { body: { asOf: asOf(), ...page } };
      },
    })),
    {
      path: '/v1/operations/{id}',
      method: 'get',
      signed: true,
      summary: 'How an operation of the own member stands',
      parameters: [
        {
          name: 'id',
          in: 'path',
          description: '`<kid>.<jti>` of the signed request.',
          schema: Type.String({ maxLength: 80 }),
          required: true,
        },
      ],
      answers: { 200: { description: 'The operation', shape: 'Operation' } },
      errors: ['OPERATION_UNKNOWN'],
      handle(request) {
        const operation = operations.view(String(request.params['id']));
        if (operation === undefined)
          throw new OriginError('OPERATION_UNKNOWN', { boxes: ['id'], stage: 'query' });
        return { body: operation };
      },
    },
    {
      path: '/v1/status',
      method: 'get',
      signed: true,
      summary: 'How this gateway is doing, for its own member',
      answers: { 200: { description: 'Lag, operations, certificates, what is owed', shape: 'StatusAnswer' } },
      errors: [],
      handle: () => ({ body: { asOf: asOf(), ...status() } }),
    },
  ];
}
