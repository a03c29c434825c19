import { Type, type Static } from 'typebox';
import { OriginError } from '../errors/origin-error.js';
import { takeApart } from '../request/signed-request.js';
import { signCompact, type SigningKey } from '../request/sign-request.js';
import { validatorOf } from '../validation/validator.js';
import { Audience, closed, PartyCode, RequestId, Sha256Text } from '../validation/vocabulary.js';

/** JWS type of a query: it can never pass for a request. */
export const QUERY_TYPE = 'origin-query+jwt';
/** JWS type of a signed answer of a gateway. */
export const ANSWER_TYPE = 'origin-answer+jwt';
/** Scheme of the Authorization header that carries a query. */
export const QUERY_SCHEME = 'Origin-Query';
/** The longest life of a query, in seconds. */
export const QUERY_LIFETIME_SECONDS = 60;

/** A query names little more than a URL. */
const MOST_QUERY_BYTES = 8 * 1024;

export const QueryClaims = Type.Object(
  {
    iss: PartyCode,
    aud: Audience,
    iat: Type.Integer({ minimum: 0 }),
    exp: Type.Integer({ minimum: 0 }),
    jti: RequestId,
    /** HTTP method. */
    htm: Type.String({ pattern: '^[A-Z]{3,7}$' }),
    /** Path and query string exactly as sent, beginning with a slash. */
    htu: Type.String({ pattern: '^/', maxLength: 2000 }),
    /** Hex SHA-256 of the body, where there is one. */
    htb: Type.Optional(Sha256Text),
  },
  closed,
);
export type QueryClaims = Static<typeof QueryClaims>;

const validator = validatorOf(QueryClaims);

export interface ParsedQuery {
  readonly jws: string;
  readonly kid: string;
  readonly alg: string;
  readonly claims: QueryClaims;
}

/**
 * Takes a query apart and checks that it is for this method, target and body, now.
 * @param now seconds since 1970
 * @throws OriginError REQUEST_TOO_LARGE, REQUEST_MALFORMED, REQUEST_HEADER, REQUEST_NOT_CANONICAL, REQUEST_CLAIMS,
 *   QUERY_LIFETIME, QUERY_EXPIRED, REQUEST_NOT_YET_VALID, QUERY_TARGET, REQUEST_AUDIENCE
 */
export function parseQuery(
  jws: string,
  expected: {
    readonly method: string;
    readonly target: string;
    readonly audience: string;
    readonly now: number;
    /** Hex SHA-256 of the body; absent: there is none. */
    readonly body?: string | undefined;
  },
): ParsedQuery {
  const { header, payload } = takeApart(jws, QUERY_TYPE, MOST_QUERY_BYTES);
  if (!validator.is(payload))
    throw new OriginError('REQUEST_CLAIMS', { boxes: validator.problems(payload), stage: 'query' });
  const { iat, exp, htm, htu, htb, aud } = payload;
  const refuse = (
    code: 'QUERY_LIFETIME' | 'QUERY_EXPIRED' | 'REQUEST_NOT_YET_VALID' | 'QUERY_TARGET' | 'REQUEST_AUDIENCE',
    box: string,
  ): OriginError => new OriginError(code, { boxes: [box], stage: 'query' });
  if (exp <= iat || exp - iat > QUERY_LIFETIME_SECONDS) throw refuse('QUERY_LIFETIME', 'exp');
  if (aud !== expected.audience) throw refuse('REQUEST_AUDIENCE', 'aud');
  if (expected.now >= exp) throw refuse('QUERY_EXPIRED', 'exp');
  if (expected.now < iat) throw refuse('REQUEST_NOT_YET_VALID', 'iat');
  if (htm !== expected.method) throw refuse('QUERY_TARGET', 'htm');
  if (htu !== expected.target) throw refuse('QUERY_TARGET', 'htu');
  if (htb !== expected.body) throw refuse('QUERY_TARGET', 'htb');
  return { jws, kid: header.kid, alg: header.alg, claims: payload };
}

export interface QueryContents {
  readonly iss: string;
  readonly aud: string;
  readonly method: string;
  readonly target: string;
  /** Hex SHA-256 of the body, where there is one. */
  readonly body?: string | undefined;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly jti: string;
}

export const signQuery = (
  key: SigningKey,
  { iss, aud, method, target, body, iat, jti }: QueryContents,
): Promise<string> =>
  signCompact(key, QUERY_TYPE, {
    iss,
    aud,
    iat,
    exp: iat + QUERY_LIFETIME_SECONDS,
    jti,
    htm: method,
    htu: target,
    ...(body === undefined ? {} : { htb: body }),
  });
