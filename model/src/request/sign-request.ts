import { CompactSign, type CryptoKey, type JWK } from 'jose';
import { canonicalBytes } from '../canonical/canonical-json.js';
import { encodeBase64url } from '../canonical/base64url.js';
import {
  MAX_LIFETIME_SECONDS,
  REQUEST_TYPE,
  type ParcelClaim,
  type SignatureAlgorithm,
} from './signed-request.js';

/** A key that signs: the private half never leaves the client. */
export interface SigningKey {
  readonly alg: SignatureAlgorithm;
  /** RFC 7638 thumbprint of the public half. */
  readonly kid: string;
  readonly privateKey: CryptoKey | JWK;
}

export interface RequestContents {
  readonly iss: string;
  readonly aud: string;
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly parcels?: readonly ParcelClaim[];
  readonly after?: string;
  /** Seconds since 1970. */
  readonly iat: number;
  /** Seconds; at most 24 hours. */
  readonly lifetime?: number;
  /** 128 random bits, base64url. */
  readonly jti: string;
}

/** Signs the claims of an act as a compact JWS with RFC 8785 header and payload. */
export function signRequest(key: SigningKey, contents: RequestContents): Promise<string> {
  const { iss, aud, op, args, parcels = [], after, iat, lifetime = MAX_LIFETIME_SECONDS, jti } = contents;
  const claims = {
    iss,
    aud,
    op,
    args,
    parcels,
    iat,
    exp: iat + lifetime,
    jti,
    ...(after === undefined ? {} : { after }),
  };
  return signCompact(key, REQUEST_TYPE, claims);
}

/** Signs any of our tokens: canonical payload; a header of exactly `alg`, `kid`, `typ`, in canonical order. */
export function signCompact(key: SigningKey, typ: string, claims: object): Promise<string> {
  // jose serialises the header in insertion order: alphabetical is canonical.
  return new CompactSign(canonicalBytes(claims))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ })
    .sign(key.privateKey);
}

/** A fresh `jti`: 128 bits from the given random bytes. */
export function requestIdFrom(random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError('a jti has 16 random bytes');
  return encodeBase64url(random);
}
