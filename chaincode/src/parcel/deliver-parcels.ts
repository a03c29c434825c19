import { canonicalText, collectionOf, OriginError, parcelKey } from '@origin-ledger/model';
import { writeStates } from '../batch/write-states.js';
import { creatorMember } from '../pipeline/creator.js';
import type { LedgerStub } from '../pipeline/ledger-stub.js';
import { parcelsOf, type ExpectedParcel } from '../pipeline/parcels.js';
import { newState } from '../pipeline/state.js';
import { findParcel, isCommitment, requireParty } from './find-parcel.js';

const MAX_PARCELS = 500;

/**
 * Writes the contents of owed parcels into the collection of one member, their author or reader; author and
 * readers may. Needs no signature, since each entry's commitment decides which bytes they are. Only private
 * writes, endorsed by that member's peer; may be repeated for ever.
 * @param commitments JSON array of commitments, at most 500
 * @param member whose collection is written
 * @throws OriginError REQUEST_CLAIMS, PARCEL_UNKNOWN, NOT_A_READER, PARCEL_MISSING, PARCEL_UNDECLARED, PARCEL_MISMATCH
 */
export async function deliverParcels(stub: LedgerStub, commitments: string, member: string): Promise<string> {
  const creator = creatorMember(stub);
  const state = newState(stub);
  const expected: ExpectedParcel[] = [];
  const list = readList(commitments);
  await state.read(list.filter(isCommitment).map(parcelKey));
  for (const [index, wanted] of list.entries()) {
    const box = `commitments[${index}]`;
    const entry = await findParcel(state, wanted, box);
    requireParty(creator, entry, box);
    requireParty(member, entry, 'member');
    expected.push({ commitment: entry.commitment, box });
  }
  const parcels = parcelsOf(stub, expected);
  const collection = collectionOf(member);
  await writeStates(
    stub,
    [...parcels].map(([key, value]) => ({ collection, key, value })),
  );
  return canonicalText({ delivered: [...parcels.keys()], member });
}

function readList(text: string): readonly unknown[] {
  const refuse = (): OriginError =>
    new OriginError('REQUEST_CLAIMS', { boxes: ['commitments'], stage: 'contract' });
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw refuse();
  }
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_PARCELS) throw refuse();
  if (new Set(list).size !== list.length) throw refuse();
  return list;
}
