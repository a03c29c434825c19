import { Type } from 'typebox';
import { defineAct, type ActState, type Write } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { charterKey, memberKey, voiceKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed, MemberCode } from '../validation/vocabulary.js';
import { Charter, inOrder, type CharterRecord } from './charter.js';
import { checkLater } from './check-later.js';
import type { VoiceRecord } from './consent.js';
import { collectionOf, MemberRecord, mspIdOf } from './records.js';

/**
 * A member's administrator enters his own member, or changes its entry. The audience is that of the request. Whether it
 * exchanges certificates is settled by its first entry, which others rely on. That one also states the charter, as its
 * administrator agreed on it with the other members: the first on the network writes it, and who reads another one there
 * is told so before anything is issued.
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
      /** Required of the first entry. */
      charter: Type.Optional(Charter),
    },
    closed,
  ),
  reads: (_args, memberCode) => [charterKey(), voiceKey(memberCode)],
  decide({ args, claims, actId, at, state, signer }) {
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
    const first = signer.member === undefined;
    const founding = foundingOf(state, args.charter, record, first);
    const voice: VoiceRecord = { member: args.code, consents: [], lastAct: actId, lastAt: at };
    return {
      writes: [
        { key: memberKey(args.code), value: record, owner: record },
        ...(first ? [{ key: voiceKey(args.code), value: voice, owner: record }] : []),
        ...founding,
      ],
      privateWrites: [],
      result: { member: args.code },
      previous: {
        [`member ${args.code}`]: signer.member === undefined ? [] : [signer.member.lastAct],
        ...(first ? { [`voice ${args.code}`]: [] } : {}),
        ...(founding.length > 0 ? { charter: [] } : {}),
      },
    };
  },
});

/**
 * The charter, where this entry founds the network; nothing, where it stands as stated.
 * @throws OriginError REQUEST_CLAIMS, CHARTER_DISAGREES
 */
function foundingOf(
  state: ActState,
  stated: Charter | undefined,
  { code, lastAct, lastAt }: MemberRecord,
  first: boolean,
): Write[] {
  const refuse = (error: 'REQUEST_CLAIMS' | 'CHARTER_DISAGREES', ...boxes: string[]): OriginError =>
    new OriginError(error, { boxes: boxes.map((box) => `args.charter${box}`), stage: 'contract' });
  if (stated === undefined) {
    if (first) throw refuse('REQUEST_CLAIMS', '');
    return [];
  }
  const charter = inOrder(stated);
  if (!charter.members.includes(charter.keeper)) throw refuse('REQUEST_CLAIMS', '.keeper');
  const stands = state.get<CharterRecord>(charterKey());
  if (stands !== undefined) {
    const differs = [
      ...(stands.keeper === charter.keeper ? [] : ['.keeper']),
      ...(stands.members.join() === charter.members.join() ? [] : ['.members']),
    ];
    if (differs.length > 0) throw refuse('CHARTER_DISAGREES', ...differs);
    return [];
  }
  if (!charter.members.includes(code)) throw refuse('REQUEST_CLAIMS', '.members');
  const record: CharterRecord = { ...charter, lastAct, lastAt };
  return [{ key: charterKey(), value: record, owner: { majorityOf: charter.members.map(mspIdOf) } }];
}
