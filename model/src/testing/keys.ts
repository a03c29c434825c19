import { exportJWK, generateKeyPair } from 'jose';
import { decodeBase64url, encodeBase64url } from '../canonical/base64url.js';
import { thumbprint, type PublicJwk } from '../registry/public-jwk.js';
import type { SigningKey } from '../request/sign-request.js';
import { requestIdFrom } from '../request/sign-request.js';
import type { SignatureAlgorithm } from '../request/signed-request.js';

/** A fresh key pair for tests. */
export interface TestKey extends SigningKey {
  readonly jwk: PublicJwk;
}

export async function testKey(alg: SignatureAlgorithm = 'ES256'): Promise<TestKey> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const { crv, x = '', y = '' } = await exportJWK(pair.publicKey);
  const jwk: PublicJwk =
    crv === 'P-256' ? { crv: 'P-256', kty: 'EC', x, y } : { crv: 'Ed25519', kty: 'OKP', x };
  return { alg, kid: thumbprint(jwk), privateKey: await exportJWK(pair.privateKey), jwk };
}

/** A fresh `jti`. */
export const testRequestId = (): string => requestIdFrom(crypto.getRandomValues(new Uint8Array(16)));

/** A fresh 256-bit salt. */
export const testSalt = (): string => encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same compact JWS with the other valid ECDSA signature, (r, n - s): ES256 only. */
export function mirrored(jws: string): string {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const bytes = decodeBase64url(signature) ?? new Uint8Array();
  const hex = [...bytes.subarray(32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const other = (P256_ORDER - BigInt(`0x${hex}`)).toString(16).padStart(64, '0');
  const s = Uint8Array.from(other.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `${header}.${payload}.${encodeBase64url(Uint8Array.from([...bytes.subarray(0, 32), ...s]))}`;
}
