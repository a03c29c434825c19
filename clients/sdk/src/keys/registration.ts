import { KEY_PROOF_TYPE, signCompact, type PublicJwk } from '@origin-ledger/model';
import type { HolderKey } from './holder-key.js';

/** What a holder hands to the administrator of his member: public, and proven to be his. */
export interface KeyRegistration {
  readonly holder: string;
  readonly jwk: PublicJwk;
  /** Compact JWS by the key itself over audience, holder and key. */
  readonly proof: string;
}

/**
 * Asks for the registration of a key on one network, proving that the asker holds it.
 * @param audience of the network (`/v1/network`): the proof is worth nothing on another one
 * @example
 * const registration = await registrationOf(key, (await client.network()).audience);
 */
export async function registrationOf(key: HolderKey, audience: string): Promise<KeyRegistration> {
  const { holder, publicJwk: jwk } = key;
  return { holder, jwk, proof: await signCompact(key, KEY_PROOF_TYPE, { aud: audience, iss: holder, jwk }) };
}
