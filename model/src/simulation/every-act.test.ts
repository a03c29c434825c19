import { expect } from 'chai';
import type { Static, TSchema } from 'typebox';
import { operationOf } from '../act/operations.js';
import type { Performance } from '../act/perform-act.js';
import { parseStateKey, type StateKey } from '../act/state-key.js';
import { calendarDateAt } from '../calendar/calendar-date.js';
import { CertificateRecord, ReceptionRecord } from '../certificate/records.js';
import { referenceText } from '../certificate/reference.js';
import { ParcelRecord, ReceiptRecord } from '../parcel/records.js';
import { AuthorityRecord } from '../registry/authority.js';
import { CharterRecord } from '../registry/charter.js';
import { VoiceRecord } from '../registry/consent.js';
import { DepartureRecord } from '../registry/departure.js';
import { FormRecord } from '../registry/form-record.js';
import { collectionOf } from '../registry/records.js';
import { SettingsRecord } from '../registry/settings.js';
import { ExporterRecord } from '../selfcertification/exporter-record.js';
import { validatorOf } from '../validation/validator.js';
import { ownerCode } from '../testing/records.js';
import { SimulatedLedger, type SimulatedAct } from './ledger.js';
import { codeOf, START } from './scene.js';
import { Story } from './story.js';

/** A kind of entry: what it must be, whose it is, and under which name its history is told. */
interface EntryKind {
  problems(value: unknown): string[];
  owner(value: unknown): string | undefined;
  name(value: unknown): string;
}

const kind = <S extends TSchema>(
  schema: S,
  owner: (value: Static<S>) => string | undefined,
  name: (value: Static<S>) => string,
): EntryKind => ({
  problems: (value) => validatorOf(schema).problems(value),
  owner: (value) => owner(value as Static<S>),
  name: (value) => name(value as Static<S>),
});

const entries: Readonly<Record<string, EntryKind>> = {
  certificate: kind(
    CertificateRecord,
    ({ reference }) => reference.member,
    ({ reference }) => referenceText(reference),
  ),
  reception: kind(
    ReceptionRecord,
    ({ importing }) => importing,
    ({ reference }) => referenceText(reference),
  ),
  parcel: kind(
    ParcelRecord,
    ({ author }) => author,
    ({ reference }) => referenceText(reference),
  ),
  receipt: kind(
    ReceiptRecord,
    ({ reader }) => reader,
    (receipt) => `parcel ${receipt.parcel}`,
  ),
  authority: kind(
    AuthorityRecord,
    ({ member }) => member,
    ({ member, code }) => `authority ${member}.${code}`,
  ),
  settings: kind(
    SettingsRecord,
    ({ member }) => member,
    ({ member }) => `settings ${member}`,
  ),
  form: kind(
    FormRecord,
    ({ keeper }) => keeper,
    ({ form }) => `form ${form.code}`,
  ),
  departure: kind(
    DepartureRecord,
    ({ keeper }) => keeper,
    ({ member }) => `departure ${member}`,
  ),
  charter: kind(
    CharterRecord,
    () => undefined,
    () => 'charter',
  ),
  voice: kind(
    VoiceRecord,
    ({ member }) => member,
    ({ member }) => `voice ${member}`,
  ),
  exporter: kind(
    ExporterRecord,
    ({ member }) => member,
    ({ member, code }) => `exporter ${member}.${code}`,
  ),
};

const entryOf = (key: StateKey): EntryKind | undefined => entries[parseStateKey(key)?.[0] ?? ''];

/** What is wrong with what an act left on the ledger. */
function wrong({ act, writes }: Performance, before: ReadonlyMap<StateKey, unknown>): string[] {
  return writes.flatMap(({ key, value, owner }) => {
    const entry = entryOf(key);
    // The act's own record.
    if (entry === undefined) return [];
    const says = value as { readonly lastAct?: string; readonly lastAt?: string };
    const earlier = before.get(key) as { readonly lastAct: string } | undefined;
    const name = entry.name(value);
    const told = act.previous[name];
    return [
      ...entry.problems(value),
      ...(entry === entries['parcel'] && !key.includes(act.id.replace('.', '\u0000'))
        ? ['not under the id of its act']
        : []),
      ...(ownerCode(owner) === entry.owner(value) ? [] : ['not owned by whose it is']),
      ...(says.lastAct === act.id && says.lastAt === act.at
        ? []
        : ['does not say that this act was its last']),
      ...(told === undefined ? ['history is silent'] : []),
      ...(earlier === undefined || told?.includes(earlier.lastAct) === true ? [] : ['a link is skipped']),
    ].map((problem) => `${act.op}, ${name}: ${problem}`);
  });
}

/** Which collections got what was left: for each private value, in order of their names. */
const collectionsOf = ({ privateWrites }: Performance): string[] => {
  const by = new Map<string, string[]>();
  for (const { collection, name } of privateWrites) by.set(name, [...(by.get(name) ?? []), collection]);
  return [...by.values()].map((collections) => collections.sort().join());
};

const PERSONS = ['signatory', 'system', 'customs', 'exporter'] as const;

/** Of the people of a member, those whose role would let them; of the register, none but its administrator. */
async function whoMay(ledger: SimulatedLedger, act: SimulatedAct): Promise<string> {
  const [member = ''] = act.by.split(':');
  const before = [...ledger.state];
  const may: string[] = [];
  for (const person of PERSONS) {
    const code = await codeOf(ledger.act({ ...act, by: `${member}:${person}` }));
    if (code !== 'ROLE_MISSING' && code !== 'ADMINISTRATOR_REQUIRED') may.push(person);
    ledger.state.clear();
    for (const [key, value] of before) ledger.state.set(key, value);
  }
  return may.join() || 'administrator';
}

/** The result of an act, where what differs from one telling to the next is a sign. */
const told = (result: unknown): string =>
  JSON.stringify(result)
    .replaceAll(/[0-9a-f]{64}(\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{22})?/g, '#')
    .replaceAll(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/g, '@')
    .replaceAll('"', '');

/** Each operation of the story at its first time: who may do it, and what its signer is told. */
const rows: Readonly<Record<string, readonly [who: string, result: string]>> = {
  'registry.authority/1': ['administrator', '{authority:MOIT}'],
  'registry.form/1': ['administrator', '{form:EUR.9}'],
  'registry.consent/1': ['administrator', '{member:SG,consents:true}'],
  'registry.charter/1': ['administrator', '{keeper:SG}'],
  'registry.settings/1': ['administrator', '{member:SG}'],
  'certificate.issue/1': ['signatory', '{certificates:[{reference:VN.HAN.1,expires:2027-03-03}]}'],
  'certificate.send/1': ['signatory,system', '{reference:VN.HAN.1,transmission:SENT}'],
  'certificate.receive/1': ['system,customs', '{reference:VN.HAN.1,transmission:RECEIVED}'],
  'certificate.not-received/1': ['system,customs', '{reference:VN.HAN.1,transmission:NOT_RECEIVED}'],
  'certificate.resend/1': ['signatory,system', '{reference:VN.HAN.1,transmission:RECEIVED}'],
  'certificate.reissue/1': ['signatory', '{reference:VN.HAN.1,reissues:1,issued:2026-03-03}'],
  'certificate.true-copy/1': ['signatory', '{reference:VN.HAN.1,copies:1,issued:2026-03-03}'],
  'certificate.open-classification/1': ['customs', '{reference:VN.HAN.1,items:[2],open:true}'],
  'certificate.decide/1': ['customs', '{reference:VN.HAN.1,items:[1],decided:true}'],
  'parcel.receive/1': ['signatory,system,customs', '{parcel:#,receivedAt:@}'],
  'certificate.clarify/1': ['signatory', '{reference:VN.HAN.1,clarified:true}'],
  'certificate.reassess/1': ['customs', '{reference:VN.HAN.1,items:[1],decided:true}'],
  'certificate.utilise/1': ['system,customs', '{reference:VN.HAN.1,utilised:true,late:false}'],
  'case.request-check/1': ['customs', '{reference:VN.HAN.2,case:1,state:REQUESTED}'],
  'case.reply-check/1': ['signatory', '{reference:VN.HAN.2,case:1,state:REPLIED}'],
  'case.determine-check/1': ['customs', '{reference:VN.HAN.2,case:1,state:DETERMINED}'],
  'case.notify-visit/1': ['customs', '{reference:VN.HAN.2,case:2,state:NOTIFIED}'],
  'case.answer-visit/1': ['signatory', '{reference:VN.HAN.2,case:2,state:CONSENTED}'],
  'case.postpone-visit/1': ['signatory', '{reference:VN.HAN.2,case:2,state:POSTPONED}'],
  'case.hold-visit/1': ['customs', '{reference:VN.HAN.2,case:2,state:HELD}'],
  'case.determine-visit/1': ['customs', '{reference:VN.HAN.2,case:2,state:DETERMINED}'],
  'case.comment-visit/1': ['signatory', '{reference:VN.HAN.2,case:2,state:COMMENTED}'],
  'case.final-visit/1': ['customs', '{reference:VN.HAN.2,case:2,state:FINAL}'],
  'certificate.cancel/1': ['signatory', '{reference:VN.HAN.3,validity:CANCELLED}'],
  'certificate.revoke/1': ['signatory', '{reference:VN.HAN.4,validity:REVOKED}'],
  'certificate.replace/1': ['signatory', '{reference:VN.HAN.6,replaces:VN.HAN.5,expires:2027-03-03}'],
  'certificate.back-to-back/1': ['signatory', '{reference:SG.HAN.9,expires:2027-03-03}'],
  'selfcertification.authorise/1': ['signatory', '{exporter:XHAN}'],
  'selfcertification.declare/1': [
    'exporter',
    '{reference:VN.CE.31312D5848414E0000000000,expires:2026-01-03}',
  ],
  'certificate.accept-late/1': ['customs', '{reference:VN.CE.31312D5848414E0000000000,accepted:true}'],
  'selfcertification.standing/1': ['signatory', '{exporter:XHAN,state:SUSPENDED}'],
  'selfcertification.declare-back-to-back/1': [
    'exporter',
    '{reference:SG.CE.31342D5948414E0000000000,expires:2027-03-03}',
  ],
  'registry.departure/1': ['administrator', '{departed:TH}'],
};

describe('every act of the story', () => {
  const who = new Map<string, string>();
  const results = new Map<string, string>();
  const problems: string[] = [];
  const copies: string[] = [];
  before(async () => {
    const ledger = new SimulatedLedger(START);
    const story = new Story(
      {
        today: (member) => calendarDateAt(Date.parse(ledger.now), member === 'SG' ? 480 : 420),
        async perform(act) {
          ledger.now = new Date(Date.parse(ledger.now) + 1000).toISOString();
          if (!who.has(act.op)) who.set(act.op, await whoMay(ledger, act));
          const earlier = new Map(ledger.state);
          const performance = await ledger.act(act);
          if (!results.has(act.op)) results.set(act.op, told(performance.act.result));
          problems.push(...wrong(performance, earlier));
          const read = { get: <T>(key: StateKey) => earlier.get(key) as T | undefined };
          const parties = operationOf(act.op).parties?.(act.args, read);
          const both = (parties ?? []).map(collectionOf).sort().join();
          for (const collections of collectionsOf(performance))
            if (collections !== both) copies.push(`${act.op}: ${collections}`);
          if (parties !== undefined && parties.length !== 2) copies.push(`${act.op}: ${parties.join()}`);
          return performance.act.id;
        },
        delivered(parcel, _author, reader) {
          ledger.deliver(parcel, reader);
          return Promise.resolve();
        },
      },
      'HAN',
    );
    await story.tell();
  });

  it('leaves entries of their shape, with their owner, each linked to the act before it', () => {
    expect(problems).to.deep.equal([]);
  });
  it('[reading contents] leaves contents in the collections of the two parties alone', () => {
    expect(copies).to.deep.equal([]);
  });
  it('is in the table', () => {
    expect([...results.keys()].sort()).to.deep.equal(Object.keys(rows).sort());
  });
  for (const [op, [people, result]] of Object.entries(rows)) {
    it(`${op} is for ${people}, who is told ${result}`, () => {
      expect([who.get(op), results.get(op)]).to.deep.equal([people, result]);
    });
  }
});
