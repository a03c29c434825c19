import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { parcelKey, receiptKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { checkLater } from '../registry/check-later.js';
import { requireMember } from '../registry/require-member.js';
import { closed, ParcelName } from '../validation/vocabulary.js';
import { privateWrite } from './private-name.js';
import type { ParcelRecord, ReceiptRecord } from './records.js';

/** A reader states that it holds a parcel: signed after reading the bytes back. The reader's clocks start here. */
export const receiveParcel = defineAct({
  op: 'parcel.receive/1',
  title: 'Confirm that a parcel has arrived',
  kind: 'public',
  roles: ['customs', 'system', 'signatory'],
  rules: ['clock start', 'OCP 17.5'],
  args: Type.Object({ parcel: ParcelName }, closed),
  reads: (args, memberCode) => [parcelKey(args.parcel), receiptKey(args.parcel, memberCode)],
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    const { parcel: name } = args;
    const parcel = state.get<ParcelRecord>(parcelKey(name));
    if (parcel === undefined)
      throw new OriginError('PARCEL_UNKNOWN', { boxes: ['args.parcel'], stage: 'contract' });
    if (!parcel.readers.includes(member.code))
      throw new OriginError('NOT_A_READER', { boxes: ['args.parcel'], stage: 'contract' });
    if (state.get(receiptKey(name, member.code)) !== undefined)
      throw new OriginError('PARCEL_ALREADY_RECEIVED', { boxes: ['args.parcel'], stage: 'contract' });
    if (claims.parcels.length > 0)
      throw new OriginError('PARCEL_UNDECLARED', { boxes: ['parcels'], stage: 'contract' });
    checkLater(at, parcel);
    const receipt: ReceiptRecord = {
      parcel: name,
      reader: member.code,
      receivedAt: at,
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: receiptKey(name, member.code), value: receipt, owner: member }],
      privateWrites: [],
      held: [{ ...privateWrite(member.collection, parcelKey(name), parcel.commitment), box: 'args.parcel' }],
      result: { parcel: name, receivedAt: at },
      previous: { [`parcel ${name}`]: [parcel.lastAct] },
    };
  },
});
