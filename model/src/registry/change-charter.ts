import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { charterKey, memberKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed, MemberCode } from '../validation/vocabulary.js';
import { Charter, inOrder, majorityOf, type CharterRecord } from './charter.js';
import { checkLater } from './check-later.js';
import { consentKeys, hasVoice, requireConsent } from './consent.js';
import { mspIdOf } from './records.js';
import { requireMember } from './require-member.js';

/**
 * More than half of the members with a voice name another keeper, or others to have a voice. Who signs consents by it;
 * the consents of the others stand in their own entries. Nobody is made the keeper who has not consented.
 */
export const changeCharter = defineAct({
  op: 'registry.charter/1',
  title: 'Change who keeps the register and who has a voice in it, by a majority',
  kind: 'public',
  roles: ['administrator'],
  args: Type.Object(
    {
      charter: Charter,
      /** Members whose consents count besides the signer's. */
      with: Type.Array(MemberCode, { maxItems: 30, uniqueItems: true }),
    },
    closed,
  ),
  reads: (args, memberCode) => [
    charterKey(),
    ...[memberCode, ...args.with].flatMap(consentKeys),
    ...args.charter.members.map(memberKey),
  ],
  decide({ args, claims, actId, at, state, signer }) {
    refuseParcels(claims);
    const member = requireMember(signer);
    const earlier = state.get<CharterRecord>(charterKey());
    if (earlier === undefined || !hasVoice(state, earlier, member.code))
      throw new OriginError('CHARTER_MEMBER_REQUIRED', { stage: 'contract' });
    checkLater(at, earlier);
    const charter = inOrder(args.charter);
    if (!charter.members.includes(charter.keeper))
      throw new OriginError('REQUEST_CLAIMS', { boxes: ['args.charter.keeper'], stage: 'contract' });
    const strange = args.charter.members.flatMap((code, index) =>
      state.get(memberKey(code)) === undefined ? [`args.charter.members[${index}]`] : [],
    );
    if (strange.length > 0) throw new OriginError('MEMBER_UNKNOWN', { boxes: strange, stage: 'contract' });
    args.with.forEach((other, index) => {
      requireConsent(state, earlier, other, { charter }, `args.with[${index}]`);
    });
    const consenting = new Set([member.code, ...args.with]);
    if (consenting.size < majorityOf(earlier))
      throw new OriginError('CONSENT_MAJORITY', { boxes: ['args.with'], stage: 'contract' });
    if (charter.keeper !== earlier.keeper && !consenting.has(charter.keeper))
      throw new OriginError('CONSENT_MISSING', { boxes: ['args.charter.keeper'], stage: 'contract' });
    const record: CharterRecord = { ...charter, lastAct: actId, lastAt: at };
    return {
      writes: [{ key: charterKey(), value: record, owner: { majorityOf: charter.members.map(mspIdOf) } }],
      privateWrites: [],
      result: { keeper: charter.keeper },
      previous: { charter: [earlier.lastAct] },
    };
  },
});
