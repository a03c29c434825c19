import { Type, type Static } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { authorityKey } from '../act/state-key.js';
import { addMonths, calendarDateAt, type CalendarDate } from '../calendar/calendar-date.js';
import { holds } from '../rule/rule.js';
import {
  ActIdText,
  AuthorityCode,
  closed,
  Instant,
  MemberCode,
  OfficeCode,
} from '../validation/vocabulary.js';
import { checkLater } from './check-later.js';
import { requireMember } from './require-member.js';

const Entry = {
  code: AuthorityCode,
  kind: Type.Union([
    Type.Literal('issuing'),
    Type.Literal('competent'),
    Type.Literal('customs'),
    Type.Literal('agency'),
  ]),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  address: Type.String({ minLength: 1, maxLength: 400 }),
  /** Offices that number certificates for it; none listed: any of its member's. */
  offices: Type.Array(OfficeCode, { uniqueItems: true, maxItems: 500 }),
  /** Issues electronically only, and so needs no specimens (OCP 2.3). */
  electronicOnly: Type.Boolean(),
  /** False: no longer in function. What it did before stands. */
  active: Type.Boolean(),
};

/** An issuing or competent authority, a customs authority or an agency, as its member lists it. */
export const AuthorityRecord = Type.Object(
  { member: MemberCode, ...Entry, lastAct: ActIdText, lastAt: Instant },
  closed,
);
export type AuthorityRecord = Static<typeof AuthorityRecord>;

/** A member's administrator lists an authority or agency of that member, renews its entry, or ends it. */
export const registerAuthority = defineAct({
  op: 'registry.authority/1',
  title: 'List an authority or agency of the own member',
  kind: 'public',
  roles: ['administrator'],
  rules: ['OCP 2.1', 'OCP 2.3'],
  args: Type.Object(Entry, closed),
  reads: (args, memberCode) => [authorityKey(memberCode, args.code)],
  decide({ args, actId, at, state, signer }) {
    const member = requireMember(signer);
    const key = authorityKey(member.code, args.code);
    const earlier = state.get<AuthorityRecord>(key);
    checkLater(at, earlier);
    const record: AuthorityRecord = { member: member.code, ...args, lastAct: actId, lastAt: at };
    return {
      writes: [{ key, value: record, owner: member }],
      privateWrites: [],
      result: { authority: args.code },
      previous: {
        [`authority ${member.code}.${args.code}`]: earlier === undefined ? [] : [earlier.lastAct],
      },
    };
  },
});

/** OCP 2.1: lists are renewed every year. A flag: an old entry still counts. */
export const listRenewalDue = holds(
  ['OCP 2.1'],
  (listedAt: string, today: CalendarDate, utcOffsetMinutes: number): boolean =>
    today > addMonths(calendarDateAt(Date.parse(listedAt), utcOffsetMinutes), 12),
);
