import { canonicalText, collectionOf, parcelKey } from '@origin-ledger/model';
import { creatorMember } from '../pipeline/creator.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { putContents, type ExpectedValue } from '../pipeline/put-contents.js';
import { readList } from '../pipeline/read-list.js';
import { newState } from '../pipeline/state.js';
import { findParcel, isParcelName, requireHolder, requireParty } from './find-parcel.js';

/**
 * Writes the contents of owed parcels into the collection of one member, their author or reader; their author may, and
 * readers what they have received. Needs no signature, since each entry's commitment decides which bytes they are. Only
 * private writes, endorsed by that member's peer; may be repeated for ever.
 * @param parcels JSON array of names of parcels, at most 500
 * @param member whose collection is written
 * @throws OriginError REQUEST_CLAIMS, PARCEL_UNKNOWN, NOT_A_READER, PARCEL_NOT_RECEIVED, PARCEL_MISSING,
 *   PARCEL_UNDECLARED, PARCEL_MISMATCH
 */
export async function deliverParcels(stub: LedgerStub, parcels: string, member: string): Promise<string> {
  const creator = creatorMember(stub);
  const state = newState(stub);
  const expected: ExpectedValue[] = [];
  const list = readList(parcels, 'parcels');
  const named = list.filter(isParcelName);
  await state.read(named.map(parcelKey));
  for (const [index, wanted] of list.entries()) {
    const box = `parcels[${index}]`;
    const entry = await findParcel(state, wanted, box);
    requireParty(creator, entry, box);
    requireParty(member, entry, 'member');
    await requireHolder(state, creator, entry, box);
    expected.push({ entry: parcelKey(entry.parcel), commitment: entry.commitment, box });
  }
  await putContents(stub, collectionOf(member), expected);
  return canonicalText({ delivered: named, member });
}
