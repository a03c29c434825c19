import {
  ANSWER_TYPE,
  AnswerClaims,
  OriginError,
  PublicJwk,
  takeApart,
  thumbprint,
  validatorOf,
  verifySignature,
  algorithmOf,
} from '@origin-ledger/model';
import { OriginApiError } from '../errors/origin-api-error.js';

/** A published key set (RFC 7517): `/.well-known/jwks.json` of a gateway. */
export interface GatewayKeys {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

export interface VerifyAnswerOptions {
  readonly jwks: GatewayKeys;
  /** Code of the party that asked. */
  readonly asker: string;
  /** `jti` of the query it must answer; without it any answer to this asker passes. */
  readonly query?: string;
}

/** The largest page of a list, and room. */
const MOST_ANSWER_BYTES = 32 * 1024 * 1024;

const claimsValidator = validatorOf(AnswerClaims);
const publicJwkValidator = validatorOf(PublicJwk);

/**
 * Verifies a signed answer (`application/jose`): signed by a key the gateway publishes, for this asker, to
 * this question.
 * @throws OriginApiError ANSWER_NOT_VERIFIED
 * @example
 * const { body, iat } = await verifyAnswer(jws, { jwks: await client.gatewayKeys(), asker: 'SG:officer-1' });
 */
export async function verifyAnswer(jws: string, options: VerifyAnswerOptions): Promise<AnswerClaims> {
  try {
    const { header, payload } = takeApart(jws, ANSWER_TYPE, MOST_ANSWER_BYTES);
    const jwk = options.jwks.keys
      .map(requiredMembers)
      .find((key) => key !== undefined && thumbprint(key) === header.kid);
    if (jwk === undefined) throw notVerified('kid');
    await verifySignature(jws, header.alg, { alg: algorithmOf(jwk), jwk });
    if (!claimsValidator.is(payload)) throw notVerified('payload');
    if (payload.aud !== options.asker) throw notVerified('aud');
    if (options.query !== undefined && payload.query !== options.query) throw notVerified('query');
    return payload;
  } catch (error) {
    if (error instanceof OriginError) throw notVerified('signature', error);
    throw error;
  }
}

const notVerified = (box: string, cause?: unknown): OriginApiError =>
  new OriginApiError('ANSWER_NOT_VERIFIED', { boxes: [box], stage: 'query', cause });

/** The members of a published key that identify it, without `kid`, `alg` and `use`. */
function requiredMembers({ crv, kty, x, y }: Readonly<Record<string, unknown>>): PublicJwk | undefined {
  const jwk = { crv, kty, x, ...(y === undefined ? {} : { y }) };
  return publicJwkValidator.is(jwk) ? jwk : undefined;
}
