import type { Json } from '@origin-ledger/model';

/** A parcel that came with its request: its bytes, and what they say, parsed once for every check. */
export interface PresentParcel {
  readonly text: string;
  readonly said: Json;
}

/** The parcels that came with a request, by their commitments. */
export type PresentParcels = ReadonlyMap<string, PresentParcel>;
