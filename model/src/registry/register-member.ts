import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { memberKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed, MemberCode } from '../validation/vocabulary.js';
import { collectionOf, MemberRecord } from './records.js';
import { checkLater } from './check-later.js';

/**
 * A member's administrator enters his own member, or changes its entry. The audience is that of the request. Whether it
 * exchanges certificates is settled by its first entry: nobody who does makes himself the keeper of the register later,
 * and with it of forms and departures.
 */
export const registerMember = defineAct({
  op: 'registry.member/1',
  title: 'Register the own member, or change its entry',
  kind: 'public',
  roles: ['administrator'],
  args: Type.Object(
    {
      code: MemberCode,
      name: MemberRecord.properties.name,
      utcOffsetMinutes: MemberRecord.properties.utcOffsetMinutes,
      coEndorsers: MemberRecord.properties.coEndorsers,
      exchanges: MemberRecord.properties.exchanges,
    },
    closed,
  ),
  reads: () => [],
  decide({ args, claims, actId, at, signer }) {
    refuseParcels(claims);
    checkLater(at, signer.member);
    if (args.code !== signer.memberCode)
      throw new OriginError('MEMBER_CODE', { boxes: ['args.code'], stage: 'contract' });
    if (args.coEndorsers.includes(signer.mspId)) {
      throw new OriginError('REQUEST_CLAIMS', { boxes: ['args.coEndorsers'], stage: 'contract' });
    }
    if (signer.member !== undefined && signer.member.exchanges !== args.exchanges)
      throw new OriginError('REQUEST_CLAIMS', { boxes: ['args.exchanges'], stage: 'contract' });
    const record: MemberRecord = {
      code: args.code,
      mspId: signer.mspId,
      name: args.name,
      audience: claims.aud,
      utcOffsetMinutes: args.utcOffsetMinutes,
      collection: collectionOf(args.code),
      coEndorsers: args.coEndorsers,
      exchanges: args.exchanges,
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: memberKey(args.code), value: record, owner: record }],
      privateWrites: [],
      result: { member: args.code },
      previous: { [`member ${args.code}`]: signer.member === undefined ? [] : [signer.member.lastAct] },
    };
  },
});
