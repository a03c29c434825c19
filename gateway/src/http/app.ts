import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { commitmentOf, OriginError } from '@origin-ledger/model';
import type { Services } from '../gateway-services.js';
import { applicationRoutes } from './application-routes.js';
import { certificateRoutes } from './certificate-routes.js';
import { deliveryRoutes } from './delivery-routes.js';
import { refuseFraming } from './framing.js';
import { workRoutes } from './work-routes.js';
import { openApiDocument } from './openapi.js';
import { openRoutes } from './open-routes.js';
import { asOriginError, sendProblem } from './problem.js';
import { parcelRoutes } from './parcel-routes.js';
import { BodyBudget } from './body-budget.js';
import { bytesOf } from './read-body.js';
import { receiveBody } from './receive-body.js';
import { registerRoutes } from './register-routes.js';
import type { Route, SignedRoute } from './routes.js';
import { securityHeaders } from './security-headers.js';
import { submissionRoute } from './submission-route.js';
import { Turnstile } from './turnstile.js';

export interface HttpLimits {
  /** Bytes of the largest body, that of a batch with its documents. */
  readonly bodyBytes: number;
  /** Bytes of all bodies under way together, beyond what every connection may have. */
  readonly bodyBudget: number;
  /** Requests a minute from one address; 0 for no limit. */
  readonly requestsPerMinute: number;
}

/** Every route of the gateway, in the order they are documented. */
export function routesOf(services: Services): Route[] {
  const routes: Route[] = [];
  let document: object | undefined;
  const describe = (): object => (document ??= openApiDocument(routes));
  routes.push(
    submissionRoute(services),
    ...applicationRoutes(services),
    ...certificateRoutes(services),
    ...parcelRoutes(services),
    ...deliveryRoutes(services),
    ...workRoutes(services),
    ...registerRoutes(services),
    ...openRoutes(services, describe),
  );
  return routes;
}

/** A document, as JSON text in JSON, with its request; anything else is small. */
const DOCUMENT_BODY_BYTES = 1024 * 1024;
const SMALL_BODY_BYTES = 64 * 1024;

/** Bytes that a route's body may have. */
export function mostBytesOf({ carries }: Pick<Route, 'carries'>, most: number): number {
  if (carries === 'batch') return most;
  return Math.min(most, carries === 'document' ? DOCUMENT_BODY_BYTES : SMALL_BODY_BYTES);
}

/** The Express application over the gateway's services. */
export function createApp(services: Services, limits: HttpLimits): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(observe(services));
  app.use(securityHeaders());
  app.use(refuseFraming());
  if (limits.requestsPerMinute > 0) app.use(limiter(limits.requestsPerMinute));
  const bodies = { budget: new BodyBudget(limits.bodyBudget), turnstile: new Turnstile() };
  const routes = routesOf(services);
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const handle = route.signed ? answerSigned(route, services) : route.handle.bind(route);
    if (route.method === 'get') app.get(path, handle);
    else app.post(path, receiveBody(mostBytesOf(route, limits.bodyBytes), bodies), handle);
  }
  for (const path of new Set(routes.map((route) => route.path))) refuseOtherMethods(app, path, routes);
  app.use(() => {
    throw new OriginError('NOT_FOUND', { stage: 'request' });
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const known = asOriginError(error);
    response.locals['code'] = known.code;
    if (known.code === 'INTERNAL') services.log.failure(error);
    if (response.headersSent) next(error);
    else sendProblem(response, known);
  });
  return app;
}

function answerSigned(route: SignedRoute, { queries, answerKey, member }: Services) {
  return async (request: Request, response: Response): Promise<void> => {
    const { headers } = request;
    const body = bytesOf(request);
    const digest = body.length === 0 ? undefined : commitmentOf(body);
    const asker = await queries.verify(headers.authorization, request.method, request.originalUrl, digest);
    if (route.body === undefined && body.length > 0)
      throw new OriginError('BODY_INVALID', { boxes: ['(whole)'], stage: 'query' });
    const answer = await route.handle(request, asker);
    if (answer.etag !== undefined) {
      const etag = `"${answer.etag}"`;
      response.setHeader('ETag', etag);
      if (headers['if-none-match'] === etag) {
        response.status(304).end();
        return;
      }
    }
    response.setHeader('Vary', 'Accept');
    if (headers.accept?.includes('application/jose') !== true) {
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(answer.body));
      return;
    }
    response.setHeader('Content-Type', 'application/jose');
    const { claims } = asker.query;
    const signed = { iss: `${member}:gateway`, aud: claims.iss, iat: Math.floor(Date.now() / 1000) };
    response.end(answerKey.sign({ ...signed, query: claims.jti, status: 200, body: answer.body }));
  };
}

function refuseOtherMethods(app: Express, path: string, routes: readonly Route[]): void {
  const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  app.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), (_request, response) => {
    response.setHeader('Allow', allowed.join(', '));
    throw new OriginError('METHOD_NOT_ALLOWED', { stage: 'request' });
  });
}

const limiter = (perMinute: number) =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Whoever watches over the gateway must not be refused because of others at the same address.
    skip: ({ path }) => path.startsWith('/health/'),
    handler: (_request, response) => {
      response.locals['code'] = 'RATE_LIMITED';
      sendProblem(response, new OriginError('RATE_LIMITED', { stage: 'request' }));
    },
  });

/** Numbers every request, counts it, and logs what became of it: never what was in it. */
function observe({ log, metrics }: Services) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const begun = performance.now();
    const id = log.nextRequest();
    response.setHeader('X-Request-Id', id);
    response.on('finish', () => {
      const route = (request.route as { readonly path?: unknown } | undefined)?.path;
      const code: unknown = response.locals['code'];
      const entry = {
        id,
        method: request.method,
        route: typeof route === 'string' ? route : '(none)',
        status: response.statusCode,
        milliseconds: performance.now() - begun,
        ...(typeof code === 'string' ? { code } : {}),
      };
      metrics.answered(entry);
      log.answered(entry);
    });
    next();
  };
}
