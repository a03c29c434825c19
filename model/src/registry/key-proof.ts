import { takeApart } from '../request/signed-request.js';
import { verifySignature } from '../request/verify-signature.js';
import { OriginError } from '../errors/origin-error.js';
import { canonicalText } from '../canonical/canonical-json.js';
import { algorithmOf, thumbprint, type PublicJwk } from './public-jwk.js';

/** JWS type of the proof that whoever asks for a key's registration holds it. */
export const KEY_PROOF_TYPE = 'origin-key+jwt';

/** It says little more than the key. */
const MOST_PROOF_BYTES = 2048;

/** What the proof says: this key, for this party, on this network. */
export interface KeyProofClaims {
  readonly aud: string;
  readonly iss: string;
  readonly jwk: PublicJwk;
}

/**
 * Verifies that the holder of the key asked to be registered under this code, on this network: nobody can
 * take another's key as his own, or block it.
 * @throws OriginError KEY_PROOF
 */
export async function verifyKeyProof(proof: string, expected: KeyProofClaims): Promise<void> {
  try {
    const { header, payload } = takeApart(proof, KEY_PROOF_TYPE, MOST_PROOF_BYTES);
    if (header.kid !== thumbprint(expected.jwk) || canonicalText(payload) !== canonicalText(expected)) {
      throw new OriginError('KEY_PROOF', { boxes: ['args.proof'], stage: 'contract' });
    }
    await verifySignature(proof, header.alg, { alg: algorithmOf(expected.jwk), jwk: expected.jwk });
  } catch (error) {
    if (error instanceof OriginError && error.code === 'KEY_PROOF') throw error;
    throw new OriginError('KEY_PROOF', { boxes: ['args.proof'], stage: 'contract', cause: error });
  }
}
