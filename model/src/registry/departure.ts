import { Type, type Static } from 'typebox';
import { defineAct, type ActState } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { departureKey, memberKey, type StateKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { ActIdText, closed, Instant, MemberCode } from '../validation/vocabulary.js';
import { checkLater } from './check-later.js';
import type { MemberRecord } from './records.js';
import { requireMember } from './require-member.js';

/**
 * That a member has left: from this entry on what it owed and was owed is closed, and nothing new names it. Owned by
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

/** The member that keeps the register (it exchanges no certificates itself) records that another has left. */
export const registerDeparture = defineAct({
  op: 'registry.departure/1',
  title: 'Record that a member has left, and close what it owed and was owed',
  kind: 'public',
  roles: ['administrator'],
  args: Type.Object({ member: MemberCode }, closed),
  reads: (args) => departureKeys(args.member),
  decide({ args, claims, actId, at, state, signer }) {
    refuseParcels(claims);
    const keeper = requireMember(signer);
    const earlier = state.get<DepartureRecord>(departureKey(args.member));
    if (keeper.exchanges || (earlier !== undefined && earlier.keeper !== keeper.code))
      throw new OriginError('REGISTER_KEEPER_REQUIRED', { stage: 'contract' });
    const leaving = state.get<MemberRecord>(memberKey(args.member));
    if (leaving === undefined || leaving.code === keeper.code)
      throw new OriginError('MEMBER_UNKNOWN', { boxes: ['args.member'], stage: 'contract' });
    requirePresent(state, args.member, 'args.member');
    checkLater(at, earlier, leaving);
    const record: DepartureRecord = {
      member: leaving.code,
      keeper: keeper.code,
      ended: leaving.lastAct,
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: departureKey(leaving.code), value: record, owner: keeper }],
      privateWrites: [],
      result: { departed: leaving.code },
      previous: {
        [`departure ${leaving.code}`]: [leaving.lastAct, ...(earlier === undefined ? [] : [earlier.lastAct])],
      },
    };
  },
});
