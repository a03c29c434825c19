import type { StateKey } from '../act/state-key.js';
import type { Json } from '../canonical/canonical-json.js';
import type { ProvenKey, SimulatedAct } from './ledger.js';

/** A ledger that random acts are tried on. */
export interface DrivenLedger {
  /** Timestamp of the next act, RFC 3339. */
  now: string;
  /** @throws OriginError as the acting member's gateway and the contract do */
  act(act: SimulatedAct): Promise<unknown>;
  /** Puts an owed parcel into the reader's collection. */
  deliver(parcel: string, reader: string): Promise<void>;
  /** What a parcel of an act says, by its name. */
  contents(parcel: string): Json | undefined;
  /** What stands in the channel's state. */
  read<T>(key: StateKey): Promise<T | undefined>;
  /** The key of this name, made when it is first asked for; its proof is made out to this holder. */
  provenKey(name: string, holder: string): Promise<ProvenKey>;
}
