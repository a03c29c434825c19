import {
  authorityKey,
  charterKey,
  departureKey,
  formKey,
  keyKey,
  memberKey,
  settingsKey,
  voiceKey,
} from '../../act/state-key.js';
import type { Form } from '../../form/form.js';
import { formD } from '../../form/tables/form-d.js';
import type { AuthorityRecord } from '../../registry/authority.js';
import type { CharterRecord } from '../../registry/charter.js';
import { formSubject, type ConsentSubject, type VoiceRecord } from '../../registry/consent.js';
import { departureOf } from '../../registry/departure.js';
import type { FormRecord } from '../../registry/form-record.js';
import { thumbprint } from '../../registry/public-jwk.js';
import { mspIdOf, type KeyRecord, type MemberRecord } from '../../registry/records.js';
import type { SettingsRecord } from '../../registry/settings.js';
import type { DrivenLedger } from '../driven-ledger.js';
import {
  authorityAsked,
  charterAsked,
  consentAsked,
  formAsked,
  keyAsked,
  leaving,
  memberAsked,
  otherAsked,
  othersAsked,
  settingsAsked,
} from '../paper/asked.js';
import type { Command, RegisterAct } from '../paper/command.js';
import type { Paper } from '../paper/paper.js';
import { inShort, type AskedForm, type Subject } from '../paper/subject.js';
import type { Asked } from './asked-act.js';

const MEMBERS = ['VN', 'SG', 'TH', 'ASEAN'];
const UNKNOWN = 'A'.repeat(43);
const instant = (time: number): string => new Date(time).toISOString();

/** An act of the register. */
export async function registerRequest(
  ledger: DrivenLedger,
  paper: Paper,
  command: Command & { readonly act: RegisterAct },
): Promise<Asked> {
  const { act, member } = command;
  const key = keyAsked(paper, command);
  switch (act) {
    case 'enter-member': {
      const { code, exchanges, minutesEast: utcOffsetMinutes } = memberAsked(command);
      const coEndorsers = MEMBERS.filter((other) => other !== member).map(mspIdOf);
      const args = { code, name: `Customs of ${member}`, utcOffsetMinutes, coEndorsers };
      return { op: 'registry.member/1', args: { ...args, exchanges } };
    }
    case 'depart': {
      const departure = leaving(paper, command);
      const args = { member: departure, with: otherAsked(paper, command, { departure }) };
      return { op: 'registry.departure/1', args };
    }
    case 'register-key': {
      const { name, holder, roles, authorities, from, until } = key;
      const { jwk, proof } = await ledger.provenKey(name, holder);
      const lists = authorities.length === 0 ? {} : { authorities };
      const validity = { notBefore: instant(from), notAfter: instant(until) };
      return { op: 'registry.key/1', args: { holder, roles, jwk, proof, ...lists, ...validity } };
    }
    case 'revoke-key': {
      const name = paper.deputyOf(key.of);
      const kid = name === undefined ? UNKNOWN : thumbprint((await ledger.provenKey(name, key.holder)).jwk);
      return { op: 'registry.revoke-key/1', args: { kid } };
    }
    case 'list-authority': {
      const { code, ...entry } = authorityAsked(paper, command);
      const args = { code, name: 'Ministry', address: '54 Example Street', electronicOnly: true, ...entry };
      return { op: 'registry.authority/1', args };
    }
    case 'enter-form': {
      const form = formAsked(paper, command);
      const args = { form: formOf(form), with: otherAsked(paper, command, { form }) };
      return { op: 'registry.form/1', args };
    }
    case 'give-consent': {
      const { subject, withdrawn } = consentAsked(paper, command);
      const args = { to: subjectOf(subject), ...(withdrawn ? { withdrawn } : {}) };
      return { op: 'registry.consent/1', args };
    }
    case 'change-charter': {
      const args = { charter: charterAsked(paper, command), with: othersAsked(paper, command) };
      return { op: 'registry.charter/1', args };
    }
    case 'settle': {
      const { joined, signatories, waived } = settingsAsked(command);
      const settings = {
        ...{ recordYears: 5, joinedBalances: joined, exporterSignatories: signatories },
        ...{ exporterListsWaived: waived, capabilities: [] },
      };
      return { op: 'registry.settings/1', args: { settings } };
    }
  }
}

const formOf = ({ months: validityMonths, ...asked }: AskedForm): Form => ({
  ...formD,
  title: 'A form of a run',
  ...asked,
  members: [...asked.members],
  outside: [...asked.outside],
  validityMonths,
});

const subjectOf = (subject: Subject): ConsentSubject =>
  'form' in subject
    ? formSubject(formOf(subject.form))
    : 'charter' in subject
      ? { charter: { ...subject.charter, members: [...subject.charter.members] } }
      : subject;

/** What the ledger has a member consent to, as the paper says it. */
const inWords = (to: ConsentSubject): string =>
  'form' in to ? `form ${to.form}` : 'charter' in to ? inShort({ charter: to.charter }) : inShort(to);

/** What the ledger says of the entry that a command was about, in plain words. */
export async function registerStanding(
  ledger: DrivenLedger,
  paper: Paper,
  command: Command & { readonly act: RegisterAct },
): Promise<object> {
  const { member, act } = command;
  switch (act) {
    case 'enter-member':
    case 'depart': {
      const code = act === 'depart' ? leaving(paper, command) : member;
      const entry = await ledger.read<MemberRecord>(memberKey(code));
      const values = new Map<string, unknown>([
        [memberKey(code), entry],
        [departureKey(code), await ledger.read(departureKey(code))],
      ]);
      const state = { get: <T>(key: string) => values.get(key) as T | undefined };
      if (entry === undefined) return {};
      return { minutesEast: entry.utcOffsetMinutes, present: departureOf(state, code) === undefined };
    }
    case 'register-key':
    case 'revoke-key': {
      const name = paper.deputyOf(member);
      if (name === undefined) return {};
      const { jwk } = await ledger.provenKey(name, `${member}:deputy-${paper.run}`);
      const entry = await ledger.read<KeyRecord>(keyKey(thumbprint(jwk)));
      return entry === undefined ? {} : { roles: entry.roles, revoked: entry.revokedAt !== undefined };
    }
    case 'list-authority': {
      const { code } = authorityAsked(paper, command);
      const entry = await ledger.read<AuthorityRecord>(authorityKey(member, code));
      if (entry === undefined) return {};
      return { active: entry.active, kind: entry.kind, offices: entry.offices };
    }
    case 'enter-form': {
      const entry = await ledger.read<FormRecord>(formKey(paper.formCode));
      if (entry === undefined) return {};
      const { members, validityMonths: months, itemLimit, kind, agreement } = entry.form;
      return { members, months, itemLimit, kind, agreement };
    }
    case 'give-consent': {
      const voice = await ledger.read<VoiceRecord>(voiceKey(member));
      return { consents: (voice?.consents ?? []).map(({ to }) => inWords(to)) };
    }
    case 'change-charter': {
      const charter = await ledger.read<CharterRecord>(charterKey());
      return { keeper: charter?.keeper, members: charter?.members };
    }
    case 'settle': {
      const entry = await ledger.read<SettingsRecord>(settingsKey(member));
      if (entry === undefined) return {};
      const { joinedBalances: joined, exporterSignatories: signatories } = entry.settings;
      return { joined, signatories, waived: entry.settings.exporterListsWaived ?? [] };
    }
  }
}

/** The same on paper. */
export function registerOnPaper(paper: Paper, command: Command & { readonly act: RegisterAct }): object {
  const { member, act } = command;
  const { register } = paper;
  switch (act) {
    case 'enter-member':
    case 'depart': {
      const code = act === 'depart' ? leaving(paper, command) : member;
      const entry = register.members.get(code);
      return entry === undefined ? {} : { minutesEast: entry.minutesEast, present: register.present(code) };
    }
    case 'register-key':
    case 'revoke-key': {
      const entry = register.keys.get(paper.deputyOf(member) ?? '');
      return entry === undefined ? {} : { roles: [...entry.roles], revoked: entry.revoked };
    }
    case 'list-authority': {
      const entry = register.authorities.get(`${member} ${authorityAsked(paper, command).code}`);
      if (entry === undefined) return {};
      return { active: entry.active, kind: entry.kind, offices: [...entry.offices] };
    }
    case 'enter-form': {
      const entry = register.forms.get(paper.formCode);
      if (entry === undefined) return {};
      const { members, months, itemLimit, kind, agreement } = entry;
      return { members: [...members], months, itemLimit, kind, agreement };
    }
    case 'give-consent':
      return { consents: (register.members.get(member)?.consents ?? []).map(({ to }) => inShort(to)) };
    case 'change-charter': {
      const { keeper, members } = register.charter;
      return { keeper, members: [...members] };
    }
    case 'settle': {
      const entry = register.settings.get(member);
      if (entry === undefined) return {};
      const { joined, signatories, waived } = entry;
      return { joined, signatories, waived: [...waived] };
    }
  }
}
