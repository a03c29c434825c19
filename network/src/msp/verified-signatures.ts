import { createHash } from 'node:crypto';

const MOST_REMEMBERED = 20_000;

/**
 * Signatures known to be good, by signer, message and signature together.
 *
 * All members' peers and the ordering are one process: an envelope is checked when it is submitted and again when its
 * block is validated, and endorsements are checked where they were made. Verification is a pure function, so a second
 * answer is the first one. Nothing about a signature that failed is kept.
 */
const good = new Set<string>();

export function signatureKey(signerDigest: string, message: Uint8Array, signature: Uint8Array): string {
  // The signature is last and its length is in its DER head: no two triples run together.
  return createHash('sha256').update(signerDigest).update(message).update(signature).digest('base64');
}

export function isKnownGood(key: string): boolean {
  return good.has(key);
}

export function rememberGood(key: string): void {
  // The oldest go first: a set keeps the order of insertion.
  if (good.size >= MOST_REMEMBERED) {
    for (const oldest of good) {
      good.delete(oldest);
      break;
    }
  }
  good.add(key);
}
