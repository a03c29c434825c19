import { OriginError } from '@origin-ledger/model';
import type { Request, Response } from 'express';
import type { Services } from '../gateway-services.js';
import { fromHere } from './from-here.js';
import type { Route } from './routes.js';

const json = (response: Response, status: number, body: object): void => {
  response.status(status);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
};

/** What anybody may ask: the network, the gateway's keys, this interface, health and figures. */
export function openRoutes(services: Services, document: () => object): Route[] {
  const { network, answerKey, readiness, metrics } = services;
  const mayKnow = (request: Request): boolean => services.openOperations || fromHere(request);
  const open = { method: 'get', signed: false, errors: [] } as const;
  return [
    {
      ...open,
      path: '/v1/network',
      summary: 'Which network and member this gateway serves; clients sign for this audience',
      answers: { 200: { description: 'The network', shape: 'NetworkAnswer' } },
      errors: ['LEDGER_UNAVAILABLE'],
      handle(_request: Request, response: Response) {
        const answer = network();
        if (answer === undefined) throw new OriginError('LEDGER_UNAVAILABLE', { stage: 'query' });
        json(response, 200, answer);
      },
    },
    {
      ...open,
      path: '/.well-known/jwks.json',
      summary: 'The public key this gateway signs its answers with (RFC 7517)',
      answers: { 200: { description: 'The key set', shape: 'KeySet' } },
      handle: (_request: Request, response: Response) => {
        json(response, 200, answerKey.keySet());
      },
    },
    {
      ...open,
      path: '/openapi.json',
      summary: 'This document',
      answers: { 200: { description: 'OpenAPI 3.1', mediaType: 'application/json' } },
      handle: (_request: Request, response: Response) => {
        json(response, 200, document());
      },
    },
    {
      ...open,
      path: '/health/live',
      summary: 'Whether the process runs',
      answers: { 200: { description: 'It does', shape: 'Health' } },
      handle: (_request: Request, response: Response) => {
        json(response, 200, { ready: true, checks: {} });
      },
    },
    {
      ...open,
      path: '/health/ready',
      summary:
        'Whether ledger and contract answer, the read model follows, the store takes writes and the clock is right',
      answers: {
        200: { description: 'Ready', shape: 'Health' },
        503: { description: 'Not ready; the checks say why', shape: 'Health' },
      },
      async handle(request: Request, response: Response) {
        const { ready, checks } = await readiness();
        const health = { ready, checks: mayKnow(request) ? checks : {} };
        json(response, health.ready ? 200 : 503, health);
      },
    },
    {
      ...open,
      path: '/metrics',
      summary: 'Figures for Prometheus; for this machine alone unless opened',
      answers: { 200: { description: 'Text exposition', mediaType: 'text/plain' } },
      async handle(request: Request, response: Response) {
        if (!mayKnow(request)) throw new OriginError('NOT_FOUND', { stage: 'request' });
        response.setHeader('Content-Type', metrics.contentType);
        response.end(await metrics.text());
      },
    },
  ];
}
