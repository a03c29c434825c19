import type { Context } from 'fabric-contract-api';
import { canonicalText, collectionOf, parcelKey, privateNameOf } from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import { heldText } from '../pipeline/held-text.js';
import { OriginContract } from '../pipeline/origin-contract.js';
import { newState } from '../pipeline/state.js';
import { deliverParcels } from './deliver-parcels.js';
import { findParcel, requireParty } from './find-parcel.js';

/** What acts owe to their readers: reasons, outcomes, replies. */
export class ParcelContract extends OriginContract {
  constructor() {
    super('parcel');
  }

  /** Puts contents that an act owes into one member's collection: see {@link deliverParcels}. */
  deliver({ stub }: Context, parcels: string, member: string): Promise<string> {
    return deliverParcels(stub, parcels, member);
  }

  /**
   * The public entry of a parcel: whose it is, and who must hold it. Open to every member.
   * @throws OriginError REQUEST_CLAIMS, PARCEL_UNKNOWN
   */
  async record({ stub }: Context, parcel: string): Promise<string> {
    return canonicalText(await findParcel(newState(stub), parcel, 'parcel'));
  }

  /**
   * The contents of a parcel from the collection of the asker's own member, for author and readers only.
   * @throws OriginError REQUEST_CLAIMS, PARCEL_UNKNOWN, NOT_A_READER, PARCEL_NOT_HELD
   */
  async read({ stub }: Context, parcel: string): Promise<string> {
    const creator = creatorMember(stub);
    const entry = await findParcel(newState(stub), parcel, 'parcel');
    requireParty(creator, entry, 'parcel');
    const name = privateNameOf(parcelKey(parcel), entry.commitment);
    return heldText(stub, collectionOf(creator), name, 'parcel');
  }
}
