import { errorRegistry } from '@origin-ledger/model';
import { isProblem, errorFromProblem, OriginApiError } from '../errors/origin-api-error.js';
import { certificateFault } from './secure-way.js';

/** The part of `fetch` this client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutSeconds: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One exchange with a gateway; whatever keeps it from answering is coded.
 * @throws OriginApiError GATEWAY_UNREACHABLE, GATEWAY_NOT_TRUSTED
 */
export async function exchange(fetch: Fetch, request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, timeoutSeconds } = request;
  try {
    const response = await fetch(url.href, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
      ...(headers === undefined ? {} : { headers: { ...headers } }),
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    const fault = certificateFault(error);
    if (fault === undefined)
      throw new OriginApiError('GATEWAY_UNREACHABLE', { stage: 'submit', cause: error });
    const detail = `${errorRegistry.GATEWAY_NOT_TRUSTED.title}: ${fault}`;
    throw new OriginApiError('GATEWAY_NOT_TRUSTED', { stage: 'submit', cause: error, detail });
  }
}

/**
 * The JSON of an answer, or the error it stands for.
 * @throws OriginApiError with the gateway's code; ANSWER_INVALID when it is no answer of this API
 */
export function jsonOf(answer: HttpAnswer): unknown {
  const value = parsed(answer.text);
  if (answer.status < 400) {
    if (value === undefined) throw invalid(answer);
    return value;
  }
  throw problemOf(answer, value);
}

/** The error that an answer of status 400 or more stands for. */
export function problemOf(answer: HttpAnswer, value: unknown = parsed(answer.text)): OriginApiError {
  if (!isProblem(value)) return invalid(answer);
  const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return errorFromProblem(value, Number.isFinite(retryAfter) ? { retryAfter } : {});
}

const invalid = ({ status }: HttpAnswer): OriginApiError =>
  new OriginApiError('ANSWER_INVALID', { status, stage: 'query' });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
