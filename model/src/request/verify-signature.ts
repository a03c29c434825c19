import { compactVerify, importJWK, type CryptoKey } from 'jose';
import { canonicalText } from '../canonical/canonical-json.js';
import { OriginError } from '../errors/origin-error.js';
import type { PublicJwk } from '../registry/public-jwk.js';
import type { SignatureAlgorithm } from './signed-request.js';

const MAX_IMPORTED = 10_000;
const imported = new Map<string, Promise<CryptoKey | Uint8Array>>();

/** Imported keys by their contents: importing costs more than verifying. */
function importCached(jwk: PublicJwk, alg: SignatureAlgorithm): Promise<CryptoKey | Uint8Array> {
  const name = canonicalText({ alg, jwk });
  let key = imported.get(name);
  if (key === undefined) {
    if (imported.size >= MAX_IMPORTED) imported.clear();
    key = importJWK({ ...jwk }, alg);
    imported.set(name, key);
  }
  return key;
}

/**
 * Verifies a compact JWS with the key and the algorithm the registry holds; the header's own `alg` decides nothing.
 * @throws OriginError ALGORITHM_MISMATCH, SIGNATURE_INVALID
 */
export async function verifySignature(
  jws: string,
  headerAlgorithm: string,
  key: { readonly alg: SignatureAlgorithm; readonly jwk: PublicJwk },
): Promise<void> {
  if (headerAlgorithm !== key.alg)
    throw new OriginError('ALGORITHM_MISMATCH', { boxes: ['alg'], stage: 'authorise' });
  try {
    await compactVerify(jws, await importCached(key.jwk, key.alg), { algorithms: [key.alg] });
  } catch (error) {
    throw new OriginError('SIGNATURE_INVALID', { stage: 'authorise', cause: error });
  }
}
