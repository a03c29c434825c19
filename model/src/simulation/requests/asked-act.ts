import type { SimulatedParcel } from '../ledger.js';

/** What a request asks for; who signs it is added. */
export interface Asked {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly parcels?: readonly SimulatedParcel[];
  /** A parcel that its signer says to hold, and so must be delivered before. */
  readonly delivered?: string;
  /** What is remembered once it is done. */
  readonly done?: () => void;
}
