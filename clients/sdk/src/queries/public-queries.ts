import { NetworkAnswer, validatorOf, type Validator } from '@origin-ledger/model';
import type { GatewayKeys } from '../answers/verify-answer.js';
import { OriginApiError } from '../errors/origin-api-error.js';
import { exchange, jsonOf, type HttpAnswer } from '../http/http.js';
import { withRetries } from '../http/retry.js';
import { resource, type Session } from '../http/session.js';

const networkValidator = validatorOf(NetworkAnswer);

/** What a gateway tells anybody, unsigned. */
export class PublicQueries {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  network(): Promise<NetworkAnswer> {
    return this.#json('/v1/network', networkValidator);
  }

  async gatewayKeys(): Promise<GatewayKeys> {
    const value = jsonOf(await this.#get('/.well-known/jwks.json'));
    if (!isKeySet(value)) throw new OriginApiError('ANSWER_INVALID', { boxes: ['keys'], stage: 'query' });
    return value;
  }

  async openApi(): Promise<unknown> {
    return jsonOf(await this.#get('/openapi.json'));
  }

  /** Whether the gateway serves: its ledger answers and its read model keeps up. */
  async ready(): Promise<boolean> {
    return (await this.#get('/health/ready')).status === 200;
  }

  async metrics(): Promise<string> {
    return (await this.#get('/metrics')).text;
  }

  async #get(path: string): Promise<HttpAnswer> {
    const { base, clock, fetch, timeoutSeconds, retries } = this.#session;
    const answer = await withRetries(
      () => exchange(fetch, { method: 'GET', url: resource(base, path), timeoutSeconds }),
      retries,
    );
    clock.learn(answer.headers);
    return answer;
  }

  async #json<T>(path: string, validator: Validator<T>): Promise<T> {
    const value = jsonOf(await this.#get(path));
    if (!validator.is(value))
      throw new OriginApiError('ANSWER_INVALID', { boxes: validator.problems(value), stage: 'query' });
    return value;
  }
}

function isKeySet(value: unknown): value is GatewayKeys {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys))
    return false;
  return value.keys.every((key) => typeof key === 'object' && key !== null);
}
