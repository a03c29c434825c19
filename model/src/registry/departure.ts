import { Type, type Static } from 'typebox';
import type { ActState } from '../act/act-definition.js';
import { departureKey, memberKey, type StateKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { ActIdText, closed, Instant, MemberCode } from '../validation/vocabulary.js';
import type { MemberRecord } from './records.js';

/**
 * That a member has left: from this entry on what it owed and was owed is closed, and nothing new names it. Written by
 * the member that keeps the register, since keys of who left can be written by nobody.
 */
export const DepartureRecord = Type.Object(
  {
    member: MemberCode,
    keeper: MemberCode,
    /** The act by which the member last entered itself: the entry that this ends. */
    ended: ActIdText,
    lastAct: ActIdText,
    lastAt: Instant,
  },
  closed,
);
export type DepartureRecord = Static<typeof DepartureRecord>;

/** What must be read to know whether a member has left. */
export const departureKeys = (member: string): StateKey[] => [memberKey(member), departureKey(member)];

/**
 * The recorded departure of a member, while it lasts: a member that comes back enters itself again, which only its own
 * administrator can, and only within the channel. So nobody is shut out by another's word.
 */
export function departureOf(state: ActState, member: string): DepartureRecord | undefined {
  const departure = state.get<DepartureRecord>(departureKey(member));
  if (departure === undefined) return undefined;
  const entry = state.get<MemberRecord>(memberKey(member));
  return entry !== undefined && entry.lastAct !== departure.ended ? undefined : departure;
}

/** @throws OriginError MEMBER_DEPARTED, naming the box that names the member */
export function requirePresent(state: ActState, member: string, box: string): void {
  if (departureOf(state, member) !== undefined)
    throw new OriginError('MEMBER_DEPARTED', { boxes: [box], stage: 'contract' });
}
