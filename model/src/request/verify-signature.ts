import { compactVerify, importJWK } from 'jose';
import { decodeBase64url } from '../canonical/base64url.js';
import { OriginError } from '../errors/origin-error.js';
import type { PublicJwk } from '../registry/public-jwk.js';
import type { SignatureAlgorithm } from './signed-request.js';

/** A public key and the one algorithm it verifies by, both as the registry holds them. */
export interface VerificationKey {
  readonly alg: SignatureAlgorithm;
  readonly jwk: PublicJwk;
}

/** Whether a compact JWS holds under a key; may throw, or reject, for what is no JWS or no key. */
export type SignatureVerifier = (jws: string, key: VerificationKey) => Promise<boolean>;

/** What is used of Node's `crypto`, where this is Node. */
interface NodeCrypto<Key = object> {
  createPublicKey(input: { readonly key: object; readonly format: 'jwk' }): Key;
  verify(
    hash: 'sha256' | null,
    message: Uint8Array,
    key: Key | { readonly key: Key; readonly dsaEncoding: 'ieee-p1363' },
    signature: Uint8Array,
    answer: (error: Error | null, holds: boolean) => void,
  ): void;
}
interface Host {
  readonly process?: { readonly getBuiltinModule?: (name: 'node:crypto') => NodeCrypto | undefined };
}

const MAX_IMPORTED = 10_000;
/** Both algorithms' signatures have this length (RFC 7518, 3.4; RFC 8032). */
const SIGNATURE_BYTES = 64;

/** Imported keys by their contents: importing costs more than verifying. */
function importedOnce<Key>(importKey: (key: VerificationKey) => Key): (key: VerificationKey) => Key {
  const imported = new Map<string, Key>();
  return (key) => {
    const name = nameOf(key);
    let found = imported.get(name);
    if (found === undefined) {
      if (imported.size >= MAX_IMPORTED) imported.clear();
      found = importKey(key);
      imported.set(name, found);
    }
    return found;
  };
}

/** Only a key for ES256 has a `y`, so no two keys share a name. */
const nameOf = ({ alg, jwk }: VerificationKey): string =>
  jwk.kty === 'EC' ? `${alg} ${jwk.x} ${jwk.y}` : `${alg} ${jwk.x}`;

/** By `jose` and WebCrypto, which browsers have too. */
function joseVerifier(): SignatureVerifier {
  const keyOf = importedOnce(({ alg, jwk }) => importJWK({ ...jwk }, alg));
  return async (jws, key) => {
    await compactVerify(jws, await keyOf(key), { algorithms: [key.alg] });
    return true;
  };
}

/** By Node's `crypto`, on another thread: half the work, where every message is verified. */
function nodeVerifier(crypto: NodeCrypto): SignatureVerifier {
  const keyOf = importedOnce(({ jwk }) => crypto.createPublicKey({ key: { ...jwk }, format: 'jwk' }));
  const encoder = new TextEncoder();
  return (jws, registered) => {
    const end = jws.lastIndexOf('.');
    const signature = decodeBase64url(jws.slice(end + 1));
    if (signature?.length !== SIGNATURE_BYTES) return Promise.resolve(false);
    const message = encoder.encode(jws.slice(0, end));
    const key = keyOf(registered);
    return new Promise((resolve, reject) => {
      const answer = (error: Error | null, holds: boolean): void => {
        if (error === null) resolve(holds);
        else reject(error);
      };
      if (registered.alg === 'ES256')
        crypto.verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature, answer);
      else crypto.verify(null, message, key, signature, answer);
    });
  };
}

/** Verifies by the quickest that the host has. */
export function verifierOf(host: Host): SignatureVerifier {
  const crypto = host.process?.getBuiltinModule?.('node:crypto');
  return crypto === undefined ? joseVerifier() : nodeVerifier(crypto);
}

const holdsHere = verifierOf(globalThis);

/**
 * Verifies a compact JWS with the key and the algorithm the registry holds; the header's own `alg` decides nothing.
 * @throws OriginError ALGORITHM_MISMATCH, SIGNATURE_INVALID
 */
export async function verifySignature(
  jws: string,
  headerAlgorithm: string,
  key: VerificationKey,
  holds: SignatureVerifier = holdsHere,
): Promise<void> {
  if (headerAlgorithm !== key.alg)
    throw new OriginError('ALGORITHM_MISMATCH', { boxes: ['alg'], stage: 'authorise' });
  const refusal = (cause?: unknown): OriginError =>
    new OriginError('SIGNATURE_INVALID', { stage: 'authorise', cause });
  let valid: boolean;
  try {
    valid = await holds(jws, { alg: key.alg, jwk: key.jwk });
  } catch (error) {
    throw refusal(error);
  }
  if (!valid) throw refusal();
}
