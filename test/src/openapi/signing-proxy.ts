import { once } from 'node:events';
import {
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { canonicalText, commitmentOf, signQuery, signRequest } from '@origin-ledger/model';
import type { HolderKey } from '@origin-ledger/sdk';
import { parcelBoxes } from './parcel-boxes.js';

export interface SigningProxyOptions {
  /** Address of the gateway. */
  readonly gateway: string;
  readonly audience: string;
  readonly key: HolderKey;
  /** Serves this in the place of the gateway's own description. */
  readonly document: object;
}

/** What is to be signed as a request: generated from the schemas of its operation. */
interface Unsigned {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly contents?: readonly object[];
  readonly after?: string;
}

/**
 * Stands in front of a gateway and signs what passes: queries in the name of the key's holder, and bodies that
 * describe a request instead of carrying one. So generated calls reach the handlers, and not only the door.
 */
export class SigningProxy implements AsyncDisposable {
  readonly #options: SigningProxyOptions;
  readonly #server: Server;
  /** How many answers there were of each status. */
  readonly statuses = new Map<number, number>();

  private constructor(options: SigningProxyOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch((error: unknown) => {
        // Told apart from any answer of the gateway, and never among those it documents.
        response.statusCode = 599;
        response.end(String(error));
      });
    });
  }

  static async start(options: SigningProxyOptions): Promise<SigningProxy> {
    const proxy = new SigningProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.url ?? '/';
    if (target === '/openapi.json' && request.headers.authorization === undefined) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(this.#options.document));
      return;
    }
    const body = await this.#signedBody(target, await buffer(request));
    const headers = Object.entries(request.headers).filter(([name]) => !OWN_HEADERS.has(name));
    const sized = request.headers['content-length'] ?? request.headers['transfer-encoding'];
    const { hostname, port } = new URL(this.#options.gateway);
    const passed = send({
      ...{ hostname, port, method: request.method, path: target },
      headers: {
        // So that the answer is the contract's, and not that the journal has it.
        prefer: 'wait=3',
        ...Object.fromEntries(headers),
        authorization: await this.#query(request.method ?? 'GET', target, body),
        ...(body.length > 0 || sized !== undefined ? { 'content-length': String(body.length) } : {}),
      },
    });
    passed.end(body);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 0;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    response.writeHead(status, answer.rawHeaders);
    response.end(await buffer(answer));
  }

  async #query(method: string, target: string, body: Buffer): Promise<string> {
    const { key, audience } = this.#options;
    const jws = await signQuery(key, {
      iss: key.holder,
      aud: audience,
      method,
      target,
      iat: now(),
      jti: requestId(),
      ...(body.length === 0 ? {} : { body: commitmentOf(body) }),
    });
    return `Origin-Query ${jws}`;
  }

  /** A body that describes a request, as the submission that carries it, signed. */
  async #signedBody(target: string, body: Buffer): Promise<Buffer> {
    const unsigned = /^\/v1\/(operations|applications)$/.test(target) ? unsignedIn(body) : undefined;
    if (unsigned === undefined) return body;
    const { key, audience } = this.#options;
    const { op, args, contents = [], after } = unsigned;
    const texts = contents.map(canonicalText);
    const boxOf = parcelBoxes(op, args, key.holder.split(':')[0] ?? '');
    const request = await signRequest(key, {
      iss: key.holder,
      aud: audience,
      op,
      args,
      parcels: texts.map((text, index) => ({ ...boxOf(index), commitment: commitmentOf(text) })),
      ...(after === undefined ? {} : { after }),
      iat: now(),
      jti: requestId(),
    });
    return Buffer.from(JSON.stringify({ request, parcels: texts }));
  }
}

function unsignedIn(body: Buffer): Unsigned | undefined {
  try {
    const value = JSON.parse(body.toString('utf8')) as Partial<Unsigned> | null;
    const described =
      typeof value?.op === 'string' && typeof value.args === 'object' && (value.args as unknown) !== null;
    // What canonical JSON cannot carry is passed on as it is.
    if (described) canonicalText(value);
    return described && (value.contents === undefined || Array.isArray(value.contents))
      ? (value as Unsigned)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Headers that each connection, or the proxy's own signature, has of its own. */
const OWN_HEADERS = new Set(['connection', 'host', 'authorization', 'content-length', 'transfer-encoding']);

/** Dated back as clients do, for clocks that differ. */
const now = (): number => Math.floor(Date.now() / 1000) - 5;

const requestId = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
