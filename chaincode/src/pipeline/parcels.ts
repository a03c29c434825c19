import { commitmentOf, MOST_PARCEL_BYTES, OriginError } from '@origin-ledger/model';
import type { LedgerStub } from './ledger-stub.js';

/** A commitment that must come with its bytes, and the box that names it in errors. */
export interface ExpectedParcel {
  readonly commitment: string;
  readonly box: string;
}

/**
 * The bytes that came with the transaction, in the transient map under their commitments: exactly those expected,
 * each the bytes that were committed to.
 * @returns bytes by commitment
 * @throws OriginError PARCEL_MISSING, PARCEL_UNDECLARED, PARCEL_TOO_LARGE, PARCEL_MISMATCH
 */
export function parcelsOf(
  stub: LedgerStub,
  expected: readonly ExpectedParcel[],
): ReadonlyMap<string, Uint8Array> {
  const transient = stub.getTransient();
  const refuse = (
    code: 'PARCEL_MISSING' | 'PARCEL_UNDECLARED' | 'PARCEL_TOO_LARGE' | 'PARCEL_MISMATCH',
    boxes: readonly string[],
  ): OriginError => new OriginError(code, { boxes, stage: 'contract' });

  const missing = expected.filter(({ commitment }) => (transient.get(commitment)?.length ?? 0) === 0);
  if (missing.length > 0)
    throw refuse(
      'PARCEL_MISSING',
      missing.map(({ box }) => box),
    );
  const commitments = new Set(expected.map(({ commitment }) => commitment));
  if (transient.size > commitments.size) throw refuse('PARCEL_UNDECLARED', ['parcels']);

  const parcels = new Map<string, Uint8Array>();
  for (const { commitment, box } of expected) {
    const bytes = transient.get(commitment) ?? new Uint8Array();
    if (bytes.length > MOST_PARCEL_BYTES) throw refuse('PARCEL_TOO_LARGE', [box]);
    if (commitmentOf(bytes) !== commitment) throw refuse('PARCEL_MISMATCH', [box]);
    parcels.set(commitment, bytes);
  }
  return parcels;
}
