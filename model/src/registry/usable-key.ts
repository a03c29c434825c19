import { ed25519 } from '@noble/curves/ed25519';
import { p256 } from '@noble/curves/nist';
import { decodeBase64url } from '../canonical/base64url.js';
import type { PublicJwk } from './public-jwk.js';

/**
 * Whether one holder alone can sign for a public key, and it is written in its one way. A point of low order (everybody
 * can sign for it, or for one message in eight), one mixed with such a point (a second key of the same secret), one off
 * its curve and one whose coordinates go past the end of the field are none (SEC 1, 3.2.2.1; RFC 8032, 5.1.3).
 */
export function isUsableKey(jwk: PublicJwk): boolean {
  try {
    if (jwk.kty === 'EC') {
      p256.Point.fromAffine({ x: numberOf(jwk.x), y: numberOf(jwk.y) }).assertValidity();
      return true;
    }
    const point = ed25519.Point.fromHex(bytesOf(jwk.x), false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

function bytesOf(coordinate: string): Uint8Array {
  const bytes = decodeBase64url(coordinate);
  if (bytes?.length !== 32) throw new TypeError('a coordinate has 32 bytes, in one spelling');
  return bytes;
}

const numberOf = (coordinate: string): bigint =>
  bytesOf(coordinate).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
