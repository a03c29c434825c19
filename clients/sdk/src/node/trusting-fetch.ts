import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Fetch } from '../http/http.js';

/**
 * A `fetch` for Node that trusts the given authorities for TLS, and no others: a member's gateway has a certificate of
 * the member's own authority, which no machine knows by itself. Other addresses than `https:` go the platform's way.
 * @param ca certificates of authorities, in PEM
 * @example
 * const client = newClient({ gateway: 'https://gateway.example:8080', key, fetch: trustingFetch(readFileSync('ca.pem', 'utf8')) });
 */
export function trustingFetch(ca: string): Fetch {
  const agent = new Agent({ ca, keepAlive: true, minVersion: 'TLSv1.2' });
  return (url, init) => (url.startsWith('https:') ? overTls(url, init, agent) : globalThis.fetch(url, init));
}

function overTls(url: string, init: RequestInit, agent: Agent): Promise<Response> {
  const { method = 'GET', headers, body, signal } = init;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent,
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(signal ? { signal } : {}),
    });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      answerOf(answer).then(resolve, reject);
    });
    sent.end(typeof body === 'string' ? body : undefined);
  });
}

async function answerOf(answer: IncomingMessage): Promise<Response> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer) chunks.push(chunk as Uint8Array);
  const status = answer.statusCode ?? 0;
  // A gateway never points elsewhere, and what was signed for it must not go there.
  if (status >= 300 && status < 400 && answer.headers.location !== undefined)
    throw new TypeError('the answer is a redirection');
  const headers = new Headers();
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2)
    headers.append(answer.rawHeaders[index] ?? '', answer.rawHeaders[index + 1] ?? '');
  const empty = status === 204 || status === 304;
  return new Response(empty ? null : Buffer.concat(chunks), { status, headers });
}
