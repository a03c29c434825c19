import { Type, type Static } from 'typebox';
import { canonicalText } from '../canonical/canonical-json.js';
import { encodeBase64url } from '../canonical/base64url.js';
import { closed } from '../validation/vocabulary.js';
import { sha256 } from '@noble/hashes/sha2';
import type { SignatureAlgorithm } from '../request/signed-request.js';

/** 256 bits, base64url in its one spelling: the last character has two bits that carry nothing. */
const Coordinate = Type.String({ pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$' });

/** A public key for ES256, with exactly the members RFC 7638 hashes. */
export const EcPublicJwk = Type.Object(
  { crv: Type.Literal('P-256'), kty: Type.Literal('EC'), x: Coordinate, y: Coordinate },
  closed,
);
/** A public key for Ed25519 (RFC 8037). */
export const OkpPublicJwk = Type.Object(
  { crv: Type.Literal('Ed25519'), kty: Type.Literal('OKP'), x: Coordinate },
  closed,
);
export const PublicJwk = Type.Union([EcPublicJwk, OkpPublicJwk]);
export type PublicJwk = Static<typeof PublicJwk>;

/** RFC 7638 thumbprint: its input is the canonical JSON of the required members, which is all we keep. */
export function thumbprint(jwk: PublicJwk): string {
  return encodeBase64url(sha256(new TextEncoder().encode(canonicalText(jwk))));
}

/** The algorithm a key of this type signs with. */
export const algorithmOf = (jwk: PublicJwk): SignatureAlgorithm => (jwk.kty === 'EC' ? 'ES256' : 'Ed25519');
