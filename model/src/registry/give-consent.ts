import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { charterKey, voiceKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed } from '../validation/vocabulary.js';
import type { CharterRecord } from './charter.js';
import { checkLater } from './check-later.js';
import {
  ConsentSubject,
  consentKeys,
  hasVoice,
  headsOfSubject,
  MOST_CONSENTS,
  subjectKeys,
  subjectText,
  type VoiceRecord,
} from './consent.js';
import { requireMember } from './require-member.js';

/**
 * A member's administrator consents to a charter, to a member's leaving or to a form, or takes a consent back. It counts
 * once: the act it is for moves its subject on.
 */
export const giveConsent = defineAct({
  op: 'registry.consent/1',
  title: 'Consent to what takes more than one member, or take a consent back',
  kind: 'public',
  roles: ['administrator'],
  args: Type.Object({ to: ConsentSubject, withdrawn: Type.Optional(Type.Literal(true)) }, closed),
  reads: (args, memberCode) => [...consentKeys(memberCode), ...subjectKeys(args.to)],
  decide({ args, claims, actId, at, state, signer }) {
    refuseParcels(claims);
    const member = requireMember(signer);
    const charter = state.get<CharterRecord>(charterKey());
    if (charter === undefined || !hasVoice(state, charter, member.code))
      throw new OriginError('CHARTER_MEMBER_REQUIRED', { stage: 'contract' });
    const voice = state.get<VoiceRecord>(voiceKey(member.code));
    checkLater(at, voice);
    const others = (voice?.consents ?? []).filter(({ to }) => subjectText(to) !== subjectText(args.to));
    const given = { to: args.to, after: headsOfSubject(state, charter, args.to), act: actId, at };
    const consents = args.withdrawn === true ? others : [...others, given];
    const record: VoiceRecord = {
      member: member.code,
      consents: consents.slice(-MOST_CONSENTS),
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: voiceKey(member.code), value: record, owner: member }],
      privateWrites: [],
      result: { member: member.code, consents: args.withdrawn !== true },
      previous: { [`voice ${member.code}`]: voice === undefined ? [] : [voice.lastAct] },
    };
  },
});
