import { createHash } from 'node:crypto';

const MAX_REMEMBERED = 5000;

/**
 * Requests whose signature this process has verified, by the hash of all their bytes, signature included. A
 * request is endorsed, simulated again after a conflict, and replayed: verifying is a pure function of these
 * bytes and of the key its `kid` is the thumbprint of, so the answer cannot change.
 */
const verified = new Set<string>();

const digest = (jws: string): string => createHash('sha256').update(jws).digest('base64');

export const wasVerified = (jws: string): boolean => verified.has(digest(jws));

export function rememberVerified(jws: string): void {
  if (verified.size >= MAX_REMEMBERED) verified.clear();
  verified.add(digest(jws));
}
