import {
  OriginError,
  parseQuery,
  QUERY_SCHEME,
  verifySignature,
  type KeyRecord,
  type ParsedQuery,
} from '@origin-ledger/model';
import { checkKeyInForce, registeredKey } from '../keys/registered-key.js';
import type { Replica } from '../read-model/replica.js';
import type { AnsweredQueries } from '../store/answered-queries.js';

export interface QueryAuthOptions {
  readonly replica: Replica;
  readonly audience: () => string | undefined;
  readonly memberCode: string;
  readonly answered: AnsweredQueries;
}

/** Who asked, and with which signed query. */
export interface Asker {
  readonly query: ParsedQuery;
  readonly key: KeyRecord;
}

/** Scheme and token (RFC 9110 11.4): the scheme in any case. */
const CREDENTIALS = /^([\w-]+) +(\S+)$/;
/** A little longer than a query lives: an older one is refused for its age. */
const GENERATION_MILLISECONDS = 65_000;

/** Verifies signed queries, each good once for all gateways of the store. */
export class QueryAuthentication {
  readonly #options: QueryAuthOptions;
  #recent = new Set<string>();
  #older = new Set<string>();
  #turned = Date.now();

  constructor(options: QueryAuthOptions) {
    this.#options = options;
  }

  /**
   * Verifies the Authorization header of a query for this method, target and body.
   * @param body hex SHA-256 of the body; absent: there is none
   * @throws OriginError QUERY_MISSING, those of the model's parseQuery, KEY_UNKNOWN, SIGNATURE_INVALID,
   *   MEMBER_MISMATCH, ISSUER_MISMATCH, KEY_REVOKED, KEY_EXPIRED, KEY_NOT_YET_VALID, QUERY_REPLAYED, STORAGE_BUSY
   */
  async verify(
    authorization: string | undefined,
    method: string,
    target: string,
    body?: string,
  ): Promise<Asker> {
    const { replica, memberCode } = this.#options;
    const audience = this.#options.audience();
    if (audience === undefined) throw new OriginError('LEDGER_UNAVAILABLE', { stage: 'query' });
    const credentials = CREDENTIALS.exec(authorization ?? '');
    if (credentials?.[1]?.toLowerCase() !== QUERY_SCHEME.toLowerCase())
      throw new OriginError('QUERY_MISSING', { boxes: ['Authorization'], stage: 'query' });
    const now = Date.now();
    const query = parseQuery(credentials[2] ?? '', {
      method,
      target,
      audience,
      body,
      now: now / 1000,
    });
    const record = registeredKey(replica, query.kid);
    await verifySignature(query.jws, query.alg, record);
    if (record.member !== memberCode) throw new OriginError('MEMBER_MISMATCH', { stage: 'authorise' });
    if (record.holder !== query.claims.iss)
      throw new OriginError('ISSUER_MISMATCH', { boxes: ['iss'], stage: 'authorise' });
    checkKeyInForce(record, new Date(now).toISOString());
    await this.#once(`${query.kid}.${query.claims.jti}`, query.claims.exp, now);
    return { query, key: record };
  }

  async #once(id: string, expires: number, now: number): Promise<void> {
    if (now - this.#turned > GENERATION_MILLISECONDS) {
      this.#older = this.#recent;
      this.#recent = new Set();
      this.#turned = now;
    }
    const replayed = new OriginError('QUERY_REPLAYED', { boxes: ['jti'], stage: 'query' });
    if (this.#recent.has(id) || this.#older.has(id)) throw replayed;
    this.#recent.add(id);
    let first: boolean;
    try {
      first = await this.#options.answered.note(id, expires);
    } catch (error) {
      // It was not answered: the same may come again.
      this.#recent.delete(id);
      throw error;
    }
    if (!first) throw replayed;
  }
}
