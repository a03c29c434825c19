import {
  algorithmOf,
  canonicalText,
  OriginError,
  PublicJwk,
  SignatureAlgorithm,
  thumbprint,
  validatorOf,
  type SigningKey,
} from '@origin-ledger/model';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';

/** A signing key and the code of its holder in the register of his member. */
export interface HolderKey extends SigningKey {
  /** `VN:officer-1`: the `iss` of every request signed with it. Carries no personal name. */
  readonly holder: string;
  readonly publicJwk: PublicJwk;
  readonly privateKey: CryptoKey;
}

/** What a key file holds: the private half too, so only its owner may read it. */
export interface ExportedKey {
  readonly holder: string;
  readonly alg: SignatureAlgorithm;
  readonly kid: string;
  readonly jwk: JWK;
}

export interface NewKeyOptions {
  readonly holder: string;
  /** Default: ES256. */
  readonly alg?: SignatureAlgorithm;
}

const publicJwkValidator = validatorOf(PublicJwk);
const algorithmValidator = validatorOf(SignatureAlgorithm);

/**
 * Makes a key pair with WebCrypto. The private half leaves the process only through {@link exportSigningKey}.
 * @example
 * const key = await newSigningKey({ holder: 'VN:officer-1' });
 */
export async function newSigningKey({ holder, alg = 'ES256' }: NewKeyOptions): Promise<HolderKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const publicJwk = publicPart(await exportJWK(publicKey));
  return { holder, alg, kid: thumbprint(publicJwk), publicJwk, privateKey };
}

/**
 * The key as JSON, its private half included.
 * @example
 * const text = JSON.stringify(await exportSigningKey(key));
 */
export async function exportSigningKey(key: HolderKey): Promise<ExportedKey> {
  return { holder: key.holder, alg: key.alg, kid: key.kid, jwk: await exportJWK(key.privateKey) };
}

/**
 * Reads what {@link exportSigningKey} wrote. `kid` and `alg` must follow from the key.
 * @throws OriginError KEY_THUMBPRINT, ALGORITHM_MISMATCH, BODY_INVALID
 * @example
 * const key = await importSigningKey(JSON.parse(text));
 */
export async function importSigningKey(exported: ExportedKey): Promise<HolderKey> {
  const { holder, alg, kid, jwk } = exported;
  if (typeof holder !== 'string' || !algorithmValidator.is(alg) || typeof jwk !== 'object')
    throw new OriginError('BODY_INVALID', { boxes: ['holder', 'alg', 'jwk'] });
  const publicJwk = publicPart(jwk);
  if (algorithmOf(publicJwk) !== alg) throw new OriginError('ALGORITHM_MISMATCH', { boxes: ['alg'] });
  if (thumbprint(publicJwk) !== kid) throw new OriginError('KEY_THUMBPRINT', { boxes: ['kid'] });
  const privateKey = await importJWK({ ...jwk }, alg, { extractable: true });
  if (privateKey instanceof Uint8Array || privateKey.type !== 'private')
    throw new OriginError('BODY_INVALID', { boxes: ['jwk.d'] });
  return { holder, alg, kid, publicJwk, privateKey };
}

/** The members RFC 7638 hashes, and no others. */
function publicPart(jwk: JWK): PublicJwk {
  const { crv, kty, x, y } = jwk;
  const part: unknown = JSON.parse(canonicalText({ crv, kty, x, ...(y === undefined ? {} : { y }) }));
  if (!publicJwkValidator.is(part)) throw new OriginError('BODY_INVALID', { boxes: ['jwk'] });
  return part;
}
