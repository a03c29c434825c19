import { errorRegistry, type ErrorCode, type Operation, type Problem } from '@origin-ledger/model';
import type { Fetch } from '../http/http.js';
import { audience } from './coffee.js';

export interface Call {
  readonly method: string;
  /** Path and query string. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

type Handler = (call: Call) => Response | Promise<Response>;

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

export const problem = (code: ErrorCode, more: Partial<Problem> = {}): Problem => {
  const { status, title, remedy, retry } = errorRegistry[code];
  return { type: `urn:origin:${code}`, status, title, remedy, retry, code, boxes: [], ...more };
};

export const refusal = (
  code: ErrorCode,
  more: Partial<Problem> = {},
  headers: Record<string, string> = {},
): Response =>
  json(problem(code, more), errorRegistry[code].status, {
    'content-type': 'application/problem+json',
    ...headers,
  });

export const operation = (id: string, more: Partial<Operation> = {}): Operation => ({
  id,
  op: 'certificate.issue/1',
  state: 'COMMITTED',
  receivedAt: '2026-03-14T00:00:00.000Z',
  replayed: false,
  ...more,
});

/** A gateway without a network: answers by path, remembers every call. */
export class FakeGateway {
  readonly calls: Call[] = [];
  readonly #handlers: readonly (readonly [RegExp, Handler])[];

  constructor(handlers: readonly (readonly [RegExp, Handler])[]) {
    this.#handlers = [
      ...handlers,
      [/^GET \/v1\/registry\/forms/, () => json({ asOf: { block: 1 }, items: [] })],
      [
        /^GET \/v1\/network$/,
        () =>
          json({
            channel: 'origin',
            audience,
            ledger: 'embedded',
            member: { code: 'VN', name: 'Vietnam Customs' },
          }),
      ],
    ];
  }

  readonly fetch: Fetch = async (address, init) => {
    const url = new URL(address);
    const call: Call = {
      method: init.method ?? 'GET',
      target: url.pathname + url.search,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? init.body : undefined,
    };
    this.calls.push(call);
    const handler = this.#handlers.find(([pattern]) => pattern.test(`${call.method} ${call.target}`));
    return handler === undefined ? refusal('NOT_FOUND') : handler[1](call);
  };

  /** Calls whose method and target match. */
  callsTo(pattern: RegExp): Call[] {
    return this.calls.filter(({ method, target }) => pattern.test(`${method} ${target}`));
  }
}
