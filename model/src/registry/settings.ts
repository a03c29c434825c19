import { Type, type Static } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { settingsKey } from '../act/state-key.js';
import { ActIdText, closed, Instant, MemberCode } from '../validation/vocabulary.js';
import { checkLater } from './check-later.js';
import { requireMember } from './require-member.js';

/** What a member's national law or practice sets; each has a default that the procedures give. */
export const NationalSettings = Type.Object(
  {
    /** Years records are kept: at least three (OCP 17, 31). */
    recordYears: Type.Integer({ minimum: 3, maximum: 100 }),
    /** Import use and re-export draw on one balance instead of two. */
    joinedBalances: Type.Boolean(),
    /** At most so many signatories of a certified exporter (OCP 2.4(e), under review). */
    exporterSignatories: Type.Integer({ minimum: 1, maximum: 1000 }),
    /** Lists an exporter's entry may do without: both requirements are under review (footnotes of OCP 2.4). */
    exporterListsWaived: Type.Optional(
      Type.Array(Type.Union([Type.Literal('PRODUCTS'), Type.Literal('SIGNATORIES')]), {
        uniqueItems: true,
        maxItems: 20,
      }),
    ),
    /** Electronic processes it has (OCP 27.2). */
    capabilities: Type.Array(
      Type.Union([
        Type.Literal('E_FORM_D'),
        Type.Literal('CUSTOMS_RESPONSE'),
        Type.Literal('UTILISATION'),
        Type.Literal('RETROACTIVE_CHECK'),
        Type.Literal('ORIGIN_DECLARATION'),
      ]),
      { uniqueItems: true, maxItems: 20 },
    ),
  },
  closed,
);
export type NationalSettings = Static<typeof NationalSettings>;

export const SettingsRecord = Type.Object(
  { member: MemberCode, settings: NationalSettings, lastAct: ActIdText, lastAt: Instant },
  closed,
);
export type SettingsRecord = Static<typeof SettingsRecord>;

/** What holds for a member that has set nothing. */
export const defaultSettings: NationalSettings = {
  recordYears: 3,
  joinedBalances: false,
  exporterSignatories: 10,
  capabilities: ['E_FORM_D', 'CUSTOMS_RESPONSE', 'UTILISATION', 'RETROACTIVE_CHECK', 'ORIGIN_DECLARATION'],
};

/** A member's administrator sets what its law sets. */
export const registerSettings = defineAct({
  op: 'registry.settings/1',
  title: "Set the own member's national settings",
  kind: 'public',
  roles: ['administrator'],
  rules: ['OCP 27.2', 'OCP 17', 'OCP 31', 'reading back-to-back'],
  args: Type.Object({ settings: NationalSettings }, closed),
  reads: (_args, memberCode) => [settingsKey(memberCode)],
  decide({ args, actId, at, state, signer }) {
    const member = requireMember(signer);
    const earlier = state.get<SettingsRecord>(settingsKey(member.code));
    checkLater(at, earlier);
    const record: SettingsRecord = {
      member: member.code,
      settings: args.settings,
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: settingsKey(member.code), value: record, owner: member }],
      privateWrites: [],
      result: { member: member.code },
      previous: { [`settings ${member.code}`]: earlier === undefined ? [] : [earlier.lastAct] },
    };
  },
});
