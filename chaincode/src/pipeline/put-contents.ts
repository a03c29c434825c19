import { privateNameOf, type StateKey } from '@origin-ledger/model';
import { writeStates } from '../batch/write-states.js';
import type { LedgerStub } from './ledger-stub.js';
import { parcelsOf, type ExpectedParcel } from './parcels.js';

/** Contents that must come with the transaction, and the public entry they belong to. */
export interface ExpectedValue extends ExpectedParcel {
  readonly entry: StateKey;
}

/**
 * Writes contents that came with the transaction into a collection, each under the name of its own entry and no other:
 * exactly those expected, each the bytes that were committed to.
 * @throws OriginError PARCEL_MISSING, PARCEL_UNDECLARED, PARCEL_MISMATCH
 */
export async function putContents(
  stub: LedgerStub,
  collection: string,
  expected: readonly ExpectedValue[],
): Promise<void> {
  const parcels = parcelsOf(stub, expected);
  await writeStates(
    stub,
    expected.map(({ entry, commitment }) => ({
      collection,
      key: privateNameOf(entry, commitment),
      value: parcels.get(commitment) ?? new Uint8Array(),
    })),
  );
}
