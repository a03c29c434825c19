import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { refuseParcels } from '../act/refuse-parcels.js';
import { departureKey, memberKey } from '../act/state-key.js';
import { OriginError } from '../errors/origin-error.js';
import { closed, MemberCode } from '../validation/vocabulary.js';
import { keptBy, requireKeeper } from './charter.js';
import { checkLater } from './check-later.js';
import { consentKeys, requireOther, subjectKeys } from './consent.js';
import { departureKeys, requirePresent, type DepartureRecord } from './departure.js';
import type { MemberRecord } from './records.js';

/** The keeper of the register records that another member has left, with the consent of one more. */
export const registerDeparture = defineAct({
  op: 'registry.departure/1',
  title: 'Record that a member has left, and close what it owed and was owed',
  kind: 'public',
  roles: ['administrator'],
  args: Type.Object(
    {
      member: MemberCode,
      /** Who has consented, besides the keeper: any with a voice, the one that leaves too. */
      with: MemberCode,
    },
    closed,
  ),
  reads: (args) => [
    ...subjectKeys({ departure: args.member }),
    ...departureKeys(args.member),
    ...consentKeys(args.with),
  ],
  decide({ args, claims, actId, at, state, signer }) {
    refuseParcels(claims);
    const { keeper, charter } = requireKeeper(state, signer);
    const earlier = state.get<DepartureRecord>(departureKey(args.member));
    const leaving = state.get<MemberRecord>(memberKey(args.member));
    // A keeper that leaves hands over first: by a change of the charter.
    if (leaving === undefined || leaving.code === keeper.code)
      throw new OriginError('MEMBER_UNKNOWN', { boxes: ['args.member'], stage: 'contract' });
    requirePresent(state, args.member, 'args.member');
    requireOther(state, charter, args.with, { departure: args.member });
    checkLater(at, earlier, leaving);
    const record: DepartureRecord = {
      member: leaving.code,
      keeper: keeper.code,
      ended: leaving.lastAct,
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: departureKey(leaving.code), value: record, owner: keptBy(keeper, charter) }],
      privateWrites: [],
      result: { departed: leaving.code },
      previous: {
        [`departure ${leaving.code}`]: [leaving.lastAct, ...(earlier === undefined ? [] : [earlier.lastAct])],
      },
    };
  },
});
