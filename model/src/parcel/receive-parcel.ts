import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { parcelKey, receiptKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { checkLater } from '../registry/check-later.js';
import { requireMember } from '../registry/require-member.js';
import { closed, Sha256Text } from '../validation/vocabulary.js';
import type { ParcelRecord, ReceiptRecord } from './records.js';

/** A reader states that it holds a parcel: signed after reading the bytes back. The reader's clocks start here. */
export const receiveParcel = defineAct({
  op: 'parcel.receive/1',
  title: 'Confirm that a parcel has arrived',
  kind: 'public',
  roles: ['customs', 'system', 'signatory'],
  rules: ['clock start', 'OCP 17.5'],
  args: Type.Object({ commitment: Sha256Text }, closed),
  reads: (args, memberCode) => [parcelKey(args.commitment), receiptKey(args.commitment, memberCode)],
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    const { commitment } = args;
    const parcel = state.get<ParcelRecord>(parcelKey(commitment));
    if (parcel === undefined)
      throw new OriginError('PARCEL_UNKNOWN', { boxes: ['args.commitment'], stage: 'contract' });
    if (!parcel.readers.includes(member.code))
      throw new OriginError('NOT_A_READER', { boxes: ['args.commitment'], stage: 'contract' });
    if (state.get(receiptKey(commitment, member.code)) !== undefined)
      throw new OriginError('PARCEL_ALREADY_RECEIVED', { boxes: ['args.commitment'], stage: 'contract' });
    if (claims.parcels.length > 0)
      throw new OriginError('PARCEL_UNDECLARED', { boxes: ['parcels'], stage: 'contract' });
    checkLater(at, parcel);
    const receipt: ReceiptRecord = {
      commitment,
      reader: member.code,
      receivedAt: at,
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: receiptKey(commitment, member.code), value: receipt, owner: member }],
      privateWrites: [],
      held: [{ collection: member.collection, commitment }],
      result: { commitment, receivedAt: at },
      previous: { [`parcel ${commitment}`]: [parcel.lastAct] },
    };
  },
});
