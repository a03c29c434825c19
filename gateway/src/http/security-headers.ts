import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { RequestHandler } from 'express';

/**
 * Helmet's headers for an API that serves no pages, computed once: they are the same on every answer, and
 * setting them one by one through its middleware is dear on a look-up.
 */
export function securityHeaders(): RequestHandler {
  const headers = new Map<string, string>();
  const recorder = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => undefined,
  };
  const apply = helmet({
    contentSecurityPolicy: {
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      useDefaults: false,
    },
  });
  const nobody = Object.create(null) as IncomingMessage;
  apply(nobody, recorder as unknown as ServerResponse, () => undefined);
  // What a gateway answers is for its asker alone.
  headers.set('Cache-Control', 'no-store');
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
