import { Type, type Static } from 'typebox';
import type { ActState, SharedOwner, Signer } from '../act/act-definition.js';
import { charterKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { ActIdText, closed, Instant, MemberCode } from '../validation/vocabulary.js';
import { mspIdOf, type MemberRecord } from './records.js';
import { requireMember } from './require-member.js';

/** Who keeps the register of all members, and which members have a voice in what takes more than one. */
export const Charter = Type.Object(
  {
    keeper: MemberCode,
    /** The keeper among them. */
    members: Type.Array(MemberCode, { minItems: 2, maxItems: 30, uniqueItems: true }),
  },
  closed,
);
export type Charter = Static<typeof Charter>;

/**
 * The one charter of a network: every founding member states it in its first entry, the first of them writes it, and from
 * then on more than half of those it names change it.
 */
export const CharterRecord = Type.Object(
  { ...Charter.properties, lastAct: ActIdText, lastAt: Instant },
  closed,
);
export type CharterRecord = Static<typeof CharterRecord>;

/** More than half of those with a voice, whether they have left or not: who lets others leave gains no weight by it. */
export const majorityOf = ({ members }: Pick<Charter, 'members'>): number =>
  Math.floor(members.length / 2) + 1;

/** Members in one order, so that a charter reads the same whoever states it. */
export const inOrder = ({ keeper, members }: Charter): Charter => ({ keeper, members: [...members].sort() });

/** Of keys that the keeper writes: he and one other, or, when he is another one by now, more than half. */
export const keptBy = (keeper: MemberRecord, charter: Charter): SharedOwner => ({
  keeper,
  majorityOf: charter.members.map(mspIdOf),
});

/**
 * The keeper, who signs, and the charter that names him.
 * @throws OriginError MEMBER_NOT_REGISTERED, REGISTER_KEEPER_REQUIRED
 */
export function requireKeeper(
  state: ActState,
  signer: Signer,
): { readonly keeper: MemberRecord; readonly charter: CharterRecord } {
  const keeper = requireMember(signer);
  const charter = state.get<CharterRecord>(charterKey());
  if (charter?.keeper !== keeper.code)
    throw new OriginError('REGISTER_KEEPER_REQUIRED', { stage: 'contract' });
  return { keeper, charter };
}
