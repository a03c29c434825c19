import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyKey, OriginError, type KeyRecord } from '@origin-ledger/model';
import type { Replica } from '../read-model/replica.js';

/** A registered key, ready to verify with. */
export interface KnownKey {
  readonly record: KeyRecord;
  readonly key: KeyObject;
}

const MAX_KNOWN = 10_000;

/**
 * The registered keys of the read model, imported once each. An entry is forgotten whenever an act of the
 * register is applied, so a revocation takes effect at its block.
 */
export class KeyDirectory {
  readonly #replica: Replica;
  readonly #known = new Map<string, KnownKey>();

  constructor(replica: Replica) {
    this.#replica = replica;
  }

  /** @throws OriginError KEY_UNKNOWN */
  find(kid: string): KnownKey {
    const known = this.#known.get(kid);
    if (known !== undefined) return known;
    const record = this.#replica.value<KeyRecord>(keyKey(kid));
    if (record === undefined) throw new OriginError('KEY_UNKNOWN', { boxes: ['kid'], stage: 'authorise' });
    const entry = { record, key: createPublicKey({ key: { ...record.jwk }, format: 'jwk' }) };
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(kid, entry);
    return entry;
  }

  /** The register has changed. */
  forget(): void {
    this.#known.clear();
  }
}

/**
 * A key may be used now.
 * @param at RFC 3339 instant
 * @throws OriginError KEY_REVOKED, KEY_NOT_YET_VALID, KEY_EXPIRED
 */
export function checkKeyInForce(record: KeyRecord, at: string): void {
  const refuse = (code: 'KEY_REVOKED' | 'KEY_NOT_YET_VALID' | 'KEY_EXPIRED'): OriginError =>
    new OriginError(code, { boxes: ['kid'], stage: 'authorise' });
  if (record.revokedAt !== undefined) throw refuse('KEY_REVOKED');
  if (at < record.notBefore) throw refuse('KEY_NOT_YET_VALID');
  if (at >= record.notAfter) throw refuse('KEY_EXPIRED');
}
