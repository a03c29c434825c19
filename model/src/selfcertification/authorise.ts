import { Type } from 'typebox';
import { defineAct } from '../act/act-definition.js';
import { checkDayOfRecord } from '../act/day-of-record.js';
import { exporterKey, settingsKey } from '../act/state-key.js';
import { isCalendarDate, type CalendarDate } from '../calendar/calendar-date.js';
import { refusal } from '../certificate/certificate-act.js';
import { checkLater } from '../registry/check-later.js';
import { authorityKeys, requireListed } from '../registry/listed-signatory.js';
import { requireMember } from '../registry/require-member.js';
import { defaultSettings, type SettingsRecord } from '../registry/settings.js';
import { CalendarDateText, closed, Sha256Text } from '../validation/vocabulary.js';
import {
  conditions,
  dayOf,
  ExporterEntry,
  mayBecome,
  TRADER_CONDITION,
  unconfirmed,
  type ExporterRecord,
} from './exporter-record.js';
import { MOST_REQUEST_BYTES } from '../request/signed-request.js';

/** The competent authority authorises an exporter, or changes what its entry says; entered at once for all members. */
export const authorise = defineAct({
  op: 'selfcertification.authorise/1',
  title: 'Authorise a certified exporter, or change its entry',
  kind: 'public',
  maxBytes: MOST_REQUEST_BYTES,
  roles: ['signatory'],
  rules: ['OCP 2.4', 'OCP 12A.1', 'OCP 12A.2', 'OCP 12A.3', 'axis CE'],
  args: Type.Object(
    {
      ...ExporterEntry,
      /** Digest over the code of the exporter's keys: {@link exporterLink}. */
      link: Sha256Text,
      trader: Type.Boolean(),
      confirmed: Type.Array(
        Type.Unsafe<(typeof conditions)[number] | typeof TRADER_CONDITION>(
          Type.Union([...conditions, TRADER_CONDITION].map((condition) => Type.Literal(condition))),
        ),
        { uniqueItems: true, maxItems: 20 },
      ),
    },
    closed,
  ),
  reads: (args, memberCode, _request, key) => [
    exporterKey(memberCode, args.code),
    settingsKey(memberCode),
    ...authorityKeys(memberCode, key),
  ],
  decide({ args, actId, at, state, signer }) {
    const member = requireMember(signer);
    requireListed({ state, signer }, 'competent', undefined, 'args.code');
    const { trader, confirmed, link, ...entry } = args;
    const missing = unconfirmed(confirmed, trader);
    if (missing.length > 0)
      throw refusal('EXPORTER_CONDITIONS', ...missing.map((name) => `args.confirmed.${name}`));
    const { settings } = state.get<SettingsRecord>(settingsKey(member.code)) ?? { settings: defaultSettings };
    if (args.signatories.some((party) => party.split(':')[0] !== member.code))
      throw refusal('OTHER_MEMBER', 'args.signatories');
    const waived = settings.exporterListsWaived ?? [];
    if (
      args.signatories.length > settings.exporterSignatories ||
      (args.signatories.length === 0 && !waived.includes('SIGNATORIES'))
    )
      throw refusal('REQUEST_CLAIMS', 'args.signatories');
    if (args.products.length === 0 && !waived.includes('PRODUCTS'))
      throw refusal('REQUEST_CLAIMS', 'args.products');
    const today = dayOf(at, member.utcOffsetMinutes);
    const dates = [args.issued, ...(args.expires === undefined ? [] : [args.expires])];
    if (!dates.every(isCalendarDate) || args.issued > today || (args.expires ?? today) < args.issued)
      throw refusal('REQUEST_CLAIMS', 'args.issued');
    const earlier = state.get<ExporterRecord>(exporterKey(member.code, args.code));
    checkLater(at, earlier);
    if (earlier?.standing.at(-1)?.state === 'WITHDRAWN') throw refusal('EXPORTER_STATE', 'args.code');
    if (earlier !== undefined && earlier.authorisation !== args.authorisation)
      throw refusal('EXPORTER_EXISTS', 'args.code');
    const links = (earlier?.links ?? []).filter((one) => one !== link);
    const record: ExporterRecord = {
      member: member.code,
      ...entry,
      links: [...links, link],
      issued: earlier?.issued ?? args.issued,
      // Its day of grant is the authority's word (OCP 2.4(c)); when it was entered stands beside it.
      standing: earlier?.standing ?? [{ state: 'ACTIVE', from: args.issued, at }],
      ...withEarlierLists(earlier, today),
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: exporterKey(member.code, args.code), value: record, owner: member }],
      privateWrites: [],
      result: { exporter: args.code },
      previous: { [`exporter ${member.code}.${args.code}`]: earlier === undefined ? [] : [earlier.lastAct] },
    };
  },
});

/** The lists before this change. What was changed twice on a day never counted in between. */
function withEarlierLists(
  entry: ExporterRecord | undefined,
  today: CalendarDate,
): Pick<ExporterRecord, 'earlier'> {
  if (entry === undefined) return {};
  const { products, signatories, expires, earlier = [] } = entry;
  if (earlier.at(-1)?.until === today) return { earlier };
  const before = { until: today, products, signatories, ...(expires === undefined ? {} : { expires }) };
  return { earlier: [...earlier, before] };
}

/**
 * The competent authority suspends, restores or withdraws an authorisation; effective from that day. Withdrawal must
 * follow when guarantees or conditions fail or it is abused, and is final.
 */
export const changeStanding = defineAct({
  op: 'selfcertification.standing/1',
  title: 'Suspend, restore or withdraw an authorisation',
  kind: 'public',
  roles: ['signatory'],
  rules: ['OCP 12D', 'OCP 2.4', 'axis CE'],
  args: Type.Object(
    {
      code: ExporterEntry.code,
      state: Type.Union([Type.Literal('ACTIVE'), Type.Literal('SUSPENDED'), Type.Literal('WITHDRAWN')]),
      /** From which day: today, in the member's zone. */
      from: CalendarDateText,
    },
    closed,
  ),
  reads: (args, memberCode, _request, key) => [
    exporterKey(memberCode, args.code),
    ...authorityKeys(memberCode, key),
  ],
  decide({ args, claims, actId, at, state, signer }) {
    const member = requireMember(signer);
    requireListed({ state, signer }, 'competent', undefined, 'args.code');
    const exporter = state.get<ExporterRecord>(exporterKey(member.code, args.code));
    const standing = exporter?.standing.at(-1);
    if (exporter === undefined || standing === undefined) throw refusal('EXPORTER_UNKNOWN', 'args.code');
    checkLater(at, exporter);
    if (!mayBecome(standing.state, args.state)) throw refusal('EXPORTER_STATE', 'args.state');
    // Nobody dates back: a declaration made while it was listed stays valid.
    const recorded = { at, iat: claims.iat, utcOffsetMinutes: member.utcOffsetMinutes };
    checkDayOfRecord(args.from, recorded, 'args.from', 'REQUEST_CLAIMS');
    if (args.from < standing.from) throw refusal('REQUEST_CLAIMS', 'args.from');
    const record: ExporterRecord = {
      ...exporter,
      standing: [...exporter.standing, { state: args.state, from: args.from, at }],
      lastAct: actId,
      lastAt: at,
    };
    return {
      writes: [{ key: exporterKey(member.code, args.code), value: record, owner: member }],
      privateWrites: [],
      result: { exporter: args.code, state: args.state },
      previous: { [`exporter ${member.code}.${args.code}`]: [exporter.lastAct] },
    };
  },
});
