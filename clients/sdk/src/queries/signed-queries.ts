import { commitmentOf, QUERY_SCHEME, signQuery, type Validator } from '@origin-ledger/model';
import { verifyAnswer, type GatewayKeys } from '../answers/verify-answer.js';
import { OriginApiError } from '../errors/origin-api-error.js';
import { exchange, jsonOf, type HttpAnswer } from '../http/http.js';
import { withRetries } from '../http/retry.js';
import { resource, type Session } from '../http/session.js';
import { freshRequestId, issuedAt } from '../requests/prepared-request.js';

export interface SignedQuery<T> {
  readonly path: string;
  readonly validator: Validator<T>;
  readonly method?: 'GET' | 'POST';
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  /** What goes along as JSON; the query is bound to it. */
  readonly body?: object;
  /** ETag of what the caller has: unchanged, the answer is undefined. */
  readonly unless?: string;
}

export interface SignedQueriesOptions {
  readonly session: Session;
  readonly audience: () => Promise<string>;
  /** Given, answers are asked for signed and verified with these keys. */
  readonly gatewayKeys: (() => Promise<GatewayKeys>) | undefined;
}

interface Asked {
  readonly answer: HttpAnswer;
  readonly query: string;
}

/** Questions in the name of a holder: each is signed afresh, bound to method and URL, and worth 60 seconds. */
export class SignedQueries {
  readonly #options: SignedQueriesOptions;

  constructor(options: SignedQueriesOptions) {
    this.#options = options;
  }

  /** @throws OriginApiError; ANSWER_INVALID when there is nothing new though nothing was known */
  async ask<T>(query: SignedQuery<T>): Promise<T> {
    const value = await this.askUnless(query);
    if (value === undefined) throw new OriginApiError('ANSWER_INVALID', { stage: 'query' });
    return value;
  }

  /** The answer, or undefined when what the caller has is current. */
  askUnless<T>(query: SignedQuery<T>): Promise<T | undefined> {
    return withRetries(async () => {
      const asked = await this.#sendInTime(query);
      if (asked.answer.status === 304) return undefined;
      const value = await this.#bodyOf(asked);
      if (!query.validator.is(value))
        throw new OriginApiError('ANSWER_INVALID', {
          boxes: query.validator.problems(value),
          stage: 'query',
        });
      return value;
    }, this.#options.session.retries);
  }

  /** Signs once more where the first answer shows that this machine's clock is wrong. */
  async #sendInTime<T>(query: SignedQuery<T>): Promise<Asked> {
    const asked = await this.#send(query);
    const { status, headers } = asked.answer;
    const { clock } = this.#options.session;
    return clock.learn(headers) && status === 401 ? this.#send(query) : asked;
  }

  async #send<T>({ path, method = 'GET', parameters, body, unless }: SignedQuery<T>): Promise<Asked> {
    const { session, audience, gatewayKeys } = this.#options;
    const url = resource(session.base, path, parameters);
    const query = freshRequestId();
    const text = body === undefined ? undefined : JSON.stringify(body);
    const jws = await signQuery(session.key, {
      iss: session.key.holder,
      aud: await audience(),
      method,
      target: url.pathname + url.search,
      ...(text === undefined ? {} : { body: commitmentOf(text) }),
      iat: issuedAt(session.clock.now()),
      jti: query,
    });
    const answer = await exchange(session.fetch, {
      method,
      url,
      headers: {
        authorization: `${QUERY_SCHEME} ${jws}`,
        accept: gatewayKeys === undefined ? 'application/json' : 'application/jose',
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...(unless === undefined ? {} : { 'if-none-match': `"${unless}"` }),
      },
      ...(text === undefined ? {} : { body: text }),
      timeoutSeconds: session.timeoutSeconds,
    });
    return { answer, query };
  }

  async #bodyOf({ answer, query }: Asked): Promise<unknown> {
    const { session, gatewayKeys } = this.#options;
    const signed = answer.headers.get('content-type')?.startsWith('application/jose') === true;
    if (gatewayKeys === undefined || (!signed && answer.status >= 400)) return jsonOf(answer);
    if (!signed) throw new OriginApiError('ANSWER_NOT_VERIFIED', { boxes: ['content-type'], stage: 'query' });
    const { status, body } = await verifyAnswer(answer.text, {
      jwks: await gatewayKeys(),
      asker: session.key.holder,
      query,
    });
    return jsonOf({ ...answer, status, text: JSON.stringify(body) });
  }
}
