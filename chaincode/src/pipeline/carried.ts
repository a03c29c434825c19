import {
  commitmentOf,
  MOST_PARCEL_BYTES,
  parseCanonical,
  type ActDefinition,
  type Json,
  type ParsedRequest,
} from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';
import type { ExpectedParcel } from './parcels.js';

/** The parcels whose bytes travel with a joint act; none with any other: what it commits to stays where it is. */
export function carriedParcels(definition: ActDefinition, { claims }: ParsedRequest): ExpectedParcel[] {
  if (definition.kind !== 'joint') return [];
  const all = claims.parcels.map(({ commitment }, index) => ({ commitment, box: `parcels[${index}]` }));
  const carried = definition.carries?.(claims.args, claims);
  if (carried === undefined) return all;
  const wanted = new Set(carried);
  return all.filter(({ commitment }) => wanted.has(commitment));
}

/**
 * Contents that came with the transaction, by commitment: only those that are what was committed to. Looked into when
 * the rule asks for them, so after the signature.
 */
export function contentsAtHand(
  stub: LedgerStub,
  expected: readonly ExpectedParcel[],
): ReadonlyMap<string, Json> {
  const transient = stub.getTransient();
  const contents = new Map<string, Json>();
  for (const { commitment } of expected) {
    const bytes = transient.get(commitment);
    if (bytes === undefined || bytes.length > MOST_PARCEL_BYTES || commitmentOf(bytes) !== commitment)
      continue;
    const value = parseCanonical(bytes);
    if (value !== undefined) contents.set(commitment, value);
  }
  return contents;
}
