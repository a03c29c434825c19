import type { CalendarDate } from '../calendar/calendar-date.js';
import { addMonths } from '../calendar/calendar-date.js';
import type { Json } from '../canonical/canonical-json.js';
import { documentBox } from '../certificate/parcel.js';
import { referenceText, type CertificateReference } from '../certificate/reference.js';
import type { FormDDocument } from '../form/form-d-document.js';
import type { Form } from '../form/form.js';
import { formEur1 } from '../form/tables/form-eur1.js';
import { parcelName } from '../parcel/parcel-name.js';
import type { ItemQuantity } from '../quantity/balance.js';
import { formSubject, type ConsentSubject } from '../registry/consent.js';
import { declarationReference } from '../selfcertification/declaration-contents.js';
import { conditions, exporterLink } from '../selfcertification/exporter-record.js';
import type { SimulatedAct, SimulatedParcel } from './ledger.js';
import { sampleDocument } from './sample-document.js';
import { commitment, declaredNumber, freshSalt, parcel } from './scene.js';

/** Who has the acts of a story done: a ledger in memory, the contracts, or whole gateways. */
export interface Teller {
  /** Calendar day of the next act in its member's zone. */
  today(member: string): CalendarDate;
  /** Performs an act, and comes back with its id when every state has seen it. @throws when it is refused */
  perform(act: SimulatedAct): Promise<string>;
  /** Comes back when what an author's act owes is in the reader's collection. */
  delivered(parcel: string, author: string, reader: string): Promise<void>;
}

/** Who acts in a story, each with its role. */
export const STORY_PEOPLE = [
  ['VN:signatory', 'signatory'],
  ['VN:system', 'system'],
  ['VN:customs', 'customs'],
  ['VN:exporter', 'exporter'],
  ['SG:signatory', 'signatory'],
  ['SG:system', 'system'],
  ['SG:customs', 'customs'],
  ['SG:exporter', 'exporter'],
] as const;

/** A certificate of a story. */
export interface Told {
  readonly reference: CertificateReference;
  readonly importing: string;
  readonly document: SimulatedParcel;
}

interface Issuing {
  readonly from?: string;
  readonly to?: string;
  readonly form?: string;
  /** The originals, when it is back-to-back. */
  readonly originals?: readonly Told[];
  readonly issued?: CalendarDate;
  /** Code of the certified exporter, of a declaration. */
  readonly exporter?: string;
  /** Box 12, where it is not the official of the story. */
  readonly signatory?: string;
}

const QUANTITY: Omit<ItemQuantity, 'number'> = { value: '1200', unit: 'KGM' };
const BOTH = ['VN', 'SG'];
const CALLED_OFF = { reason: 'the shipment was called off' };
/** What the authority has told the exporters of the story: it links their keys to their entries. */
const EXPORTER_SALT = freshSalt();
/** In whose register the exporter of the story is. */
const EXPORTER = 'VN:exporter';

/**
 * A story in which every operation but those of keys and members is done at least once: certificates of Viet Nam for
 * Singapore and beyond, from issue to the last determination. Told to every ledger, each act must be accepted.
 */
export class Story {
  readonly #teller: Teller;
  readonly #office: string;
  /** What its acts say in confidence, by the names of the parcels. */
  readonly #said = new Map<string, SimulatedParcel>();
  #number = 0;

  /** @param office under which its certificates are numbered, so that a ledger can hear it more than once */
  constructor(teller: Teller, office: string) {
    this.#teller = teller;
    this.#office = office;
  }

  /** The chapters, each by itself; every one may be told alone. */
  readonly chapters: Readonly<Record<string, () => Promise<void>>> = {
    register: () => this.#register(),
    'sent again, decided, clarified, reassessed, drawn upon': () => this.#decided(),
    'checked and visited': () => this.#checked(),
    'cancelled, replaced, revoked': () => this.#ended(),
    'back-to-back from two originals': () => this.#backToBack(),
    'outside the ledger': () => this.#outside(),
    'an exporter certified, its declaration late': () => this.#selfCertified(),
    'an exporter re-exports on two originals by a declaration of his own': () => this.#declaredBackToBack(),
    'another keeper, and the one before again': () => this.#handedOver(),
    'a member that has left': () => this.#departed(),
  };

  async tell(): Promise<void> {
    for (const chapter of Object.values(this.chapters)) await chapter();
  }

  async #register(): Promise<void> {
    const teller = this.#teller;
    await teller.perform({
      by: 'VN:administrator',
      op: 'registry.authority/1',
      args: {
        code: 'MOIT',
        kind: 'issuing',
        name: 'Ministry of Industry and Trade',
        address: '54 Example Street, Ha Noi',
        offices: [this.#office],
        electronicOnly: true,
        active: true,
      },
    });
    const form = JSON.parse(
      JSON.stringify({ ...formEur1, code: 'EUR.9', title: 'A form of the story' }),
    ) as Form;
    await this.#consent('SG', formSubject(form));
    await teller.perform({ by: 'ASEAN:administrator', op: 'registry.form/1', args: { form, with: 'SG' } });
    const settings = { recordYears: 5, joinedBalances: false, exporterSignatories: 10, capabilities: [] };
    await teller.perform({ by: 'SG:administrator', op: 'registry.settings/1', args: { settings } });
  }

  async #consent(member: string, to: ConsentSubject): Promise<void> {
    await this.#teller.perform({ by: `${member}:administrator`, op: 'registry.consent/1', args: { to } });
  }

  /** By a majority each time; the keeper of before is the keeper again. */
  async #handedOver(): Promise<void> {
    const members = ['ASEAN', 'SG', 'TH', 'VN'];
    for (const [keeper, others] of [
      ['SG', ['VN', 'SG']],
      ['ASEAN', ['VN', 'TH']],
    ] as const) {
      const charter = { keeper, members };
      for (const other of others) await this.#consent(other, { charter });
      await this.#teller.perform({
        by: 'ASEAN:administrator',
        op: 'registry.charter/1',
        args: { charter, with: [...others] },
      });
    }
  }

  /** The last chapter: nothing new may name it. */
  async #departed(): Promise<void> {
    await this.#consent('VN', { departure: 'TH' });
    await this.#teller.perform({
      by: 'ASEAN:administrator',
      op: 'registry.departure/1',
      args: { member: 'TH', with: 'VN' },
    });
  }

  async #decided(): Promise<void> {
    const one = await this.#received();
    await this.#on(one, 'SG:customs', 'certificate.not-received/1');
    await this.#on(one, 'VN:signatory', 'certificate.resend/1');
    await this.#on(one, 'VN:signatory', 'certificate.reissue/1');
    await this.#on(one, 'VN:signatory', 'certificate.true-copy/1', {}, 'cause', { cause: 'LOSS' }, BOTH);
    await this.#on(one, 'SG:customs', 'certificate.open-classification/1', { items: [2] }, 'classification');
    const refused = await this.#decide(one, 1, 'NOT_GIVEN');
    await this.#seen(refused, 'SG', 'VN');
    const clarified = await this.#on(
      one,
      'VN:signatory',
      'certificate.clarify/1',
      { answers: refused },
      'clarification',
      { items: [{ number: 1, clarification: 'forty per cent of FOB, by the books enclosed' }] },
    );
    await this.#seen(clarified, 'VN', 'SG');
    const decisions = [
      await this.#decide(one, 1, 'GIVEN', clarified),
      await this.#decide(one, 2, 'GIVEN'),
    ].flatMap((name) => this.#said.get(name) ?? []);
    await this.#teller.perform({
      by: 'SG:customs',
      op: 'certificate.utilise/1',
      args: { reference: one.reference },
      parcels: [one.document, this.#balance(one, 'SG-IM-1'), ...decisions],
    });
  }

  async #checked(): Promise<void> {
    const one = await this.#received();
    const said = { text: 'as told', originating: false, grounds: ['the criterion'] };
    const request = await this.#on(
      one,
      'SG:customs',
      'case.request-check/1',
      { case: 1, items: [1], suspend: true },
      'request',
      { random: false, reasons: ['the criterion'] },
    );
    await this.#seen(request, 'SG', 'VN');
    const reply = { case: 1, answers: request };
    await this.#on(one, 'VN:signatory', 'case.reply-check/1', reply, 'reply', { text: said.text });
    const verdict = { originating: said.originating, grounds: said.grounds };
    await this.#on(one, 'SG:customs', 'case.determine-check/1', { case: 1 }, 'determination', verdict);

    const visit = { case: 2 };
    const notice = await this.#on(
      one,
      'SG:customs',
      'case.notify-visit/1',
      { ...visit, items: [1], check: 1, suspend: true },
      'notice',
      {
        notifiedBy: 'Singapore Customs',
        premises: 'Song Hong Ceramics',
        proposed: this.#teller.today('SG'),
        coverage: 'item 1',
        officials: [{ name: 'Officer on duty', designation: 'Senior officer' }],
        delivered: ['EXPORTER_OR_PRODUCER', 'AUTHORITY', 'CUSTOMS', 'IMPORTER'],
      },
    );
    await this.#seen(notice, 'SG', 'VN');
    const consent = { ...visit, consent: true, answers: notice };
    await this.#on(one, 'VN:signatory', 'case.answer-visit/1', consent, 'answer', { text: said.text });
    const later = { ...visit, extraDays: 10 };
    await this.#on(one, 'VN:signatory', 'case.postpone-visit/1', later, 'postponement', { text: said.text });
    const held = { ...visit, on: this.#teller.today('SG') };
    await this.#on(one, 'SG:customs', 'case.hold-visit/1', held);
    const determined = await this.#on(
      one,
      'SG:customs',
      'case.determine-visit/1',
      visit,
      'determination',
      verdict,
    );
    await this.#seen(determined, 'SG', 'VN');
    const comments = { ...visit, answers: determined };
    await this.#on(one, 'VN:signatory', 'case.comment-visit/1', comments, 'comments', { text: said.text });
    const final = { originating: true, grounds: [] };
    await this.#on(one, 'SG:customs', 'case.final-visit/1', visit, 'determination', final);
  }

  async #ended(): Promise<void> {
    const cancelled = await this.#received();
    await this.#on(cancelled, 'VN:signatory', 'certificate.cancel/1', {}, 'reason', CALLED_OFF);
    const revoked = await this.#received();
    await this.#decide(revoked, 1, 'GIVEN');
    await this.#on(revoked, 'VN:signatory', 'certificate.revoke/1', {}, 'reason', CALLED_OFF);
    const replaced = await this.#issued();
    const fresh = this.#told({});
    await this.#teller.perform({
      by: 'VN:signatory',
      op: 'certificate.replace/1',
      args: { reference: replaced.reference, certificate: publicPart(fresh) },
      parcels: [fresh.document, parcel('reason', replaced.reference, ['VN'], { reason: 'weight of item 2' })],
    });
  }

  async #backToBack(): Promise<void> {
    const originals = [await this.#received(), await this.#received()];
    const fresh = this.#told({ from: 'SG', to: 'TH', originals });
    await this.#teller.perform({
      by: 'SG:signatory',
      op: 'certificate.back-to-back/1',
      args: {
        certificate: publicPart(fresh),
        first: 'VN',
        originals: originals.map(({ reference }) => reference),
      },
      parcels: [fresh.document, ...originals.flatMap((one) => [one.document, this.#balance(one)])],
    });
  }

  async #outside(): Promise<void> {
    const one = await this.#issued({ to: 'JP', form: 'CPTPP' });
    await this.#on(one, 'VN:signatory', 'certificate.cancel/1', {}, 'reason', CALLED_OFF, ['VN']);
  }

  async #selfCertified(): Promise<void> {
    const code = `X${this.#office}`;
    const issued = addMonths(this.#teller.today('VN'), -30);
    await this.#teller.perform({
      by: 'VN:signatory',
      op: 'selfcertification.authorise/1',
      args: {
        code,
        authorisation: `VN/${code}`,
        name: 'Song Hong Ceramics',
        address: '1 Ly Thuong Kiet, Ha Noi',
        link: exporterLink(`VN.${code}`, EXPORTER, EXPORTER_SALT),
        products: [{ hs: '691110', description: 'Porcelain tableware' }],
        signatories: ['VN:director-1'],
        issued,
        trader: false,
        confirmed: [...conditions],
      },
    });
    // Made out long ago and entered now: presented today, it is late.
    const date = addMonths(this.#teller.today('VN'), -14);
    const signatory = 'VN:director-1';
    const one = this.#told({ form: 'OD', issued: date, exporter: code, signatory });
    await this.#teller.perform({
      by: EXPORTER,
      op: 'selfcertification.declare/1',
      args: {
        number: one.reference.number,
        date,
        importing: 'SG',
        departure: date,
        items: 2,
      },
      parcels: [one.document],
    });
    await this.#send(one);
    await this.#receive(one);
    const presented = this.#teller.today('VN');
    const late = { ground: 'IMPORTED_IN_TIME', imported: addMonths(date, 12), cause: 'lost on the way' };
    await this.#on(one, 'SG:customs', 'certificate.accept-late/1', {}, 'cause', {
      ...{ presentedOn: presented, ...late },
    });
    await this.#decide(one, 1, 'GIVEN');
    const from = this.#teller.today('VN');
    const standing = { code, state: 'SUSPENDED', from };
    await this.#teller.perform({ by: 'VN:signatory', op: 'selfcertification.standing/1', args: standing });
  }

  async #declaredBackToBack(): Promise<void> {
    const code = `Y${this.#office}`;
    const signatory = 'SG:director-1';
    const date = this.#teller.today('VN');
    await this.#teller.perform({
      by: 'SG:signatory',
      op: 'selfcertification.authorise/1',
      args: {
        ...{ code, authorisation: `SG/${code}`, name: 'Example Re-export', address: '3 Example Quay' },
        link: exporterLink(`SG.${code}`, 'SG:exporter', EXPORTER_SALT),
        ...{ products: [{ hs: '691110', description: 'Porcelain tableware' }] },
        ...{ signatories: [signatory], issued: date, trader: false, confirmed: [...conditions] },
      },
    });
    const originals = [await this.#received(), await this.#received()];
    const made = { from: 'SG', to: 'TH', form: 'OD', issued: date };
    const one = this.#told({ ...made, originals, exporter: code, signatory });
    await this.#teller.perform({
      by: 'SG:exporter',
      op: 'selfcertification.declare-back-to-back/1',
      args: {
        declaration: {
          ...{ number: one.reference.number, date, importing: 'TH', departure: date, items: 2 },
        },
        first: 'VN',
        originals: originals.map(({ reference }) => reference),
      },
      parcels: [
        one.document,
        ...originals.flatMap((original) => [original.document, this.#balance(original)]),
      ],
    });
  }

  /** A certificate nobody has heard of yet, and its document. */
  #told({ from = 'VN', to = 'SG', form = 'D', originals, ...given }: Issuing): Told {
    const { issued = this.#teller.today(from), exporter } = given;
    this.#number += 1;
    const number = String(this.#number);
    const reference =
      exporter === undefined
        ? { member: from, office: this.#office, number }
        : declarationReference(from, declaredNumber(`${number}-${exporter}`));
    const sample = sampleDocument();
    const document: FormDDocument = {
      ...sample,
      salt: freshSalt(),
      form,
      reference,
      exporter: { ...sample.exporter, country: from },
      consignee: { ...sample.consignee, country: to },
      transport: { ...sample.transport, departure: issued },
      items: sample.items.map((item) => ({
        ...item,
        // A back-to-back carries what is drawn on its originals, and no more.
        quantity: originals === undefined ? QUANTITY : { value: '200', unit: 'KGM' },
        invoices: [{ number: 'SH-77', date: issued }],
      })),
      declaration: { ...sample.declaration, production: 'VN', importing: to, date: issued },
      ...(exporter === undefined ? {} : { selfCertification: selfCertification(exporter) }),
      certification: {
        ...sample.certification,
        date: issued,
        signatory: given.signatory ?? `${from}:signatory`,
      },
      flags:
        originals === undefined
          ? {}
          : {
              backToBack: { originals: originals.map((one) => ({ reference: one.reference, date: issued })) },
            },
    };
    const readers = BOTH.includes(to) || to === 'TH' ? [from, to] : [from];
    return {
      reference,
      importing: to,
      document: { box: documentBox(reference), readers, contents: document },
    };
  }

  async #issued(options: Issuing = {}): Promise<Told> {
    const one = this.#told(options);
    await this.#teller.perform({
      by: `${one.reference.member}:signatory`,
      op: 'certificate.issue/1',
      args: { certificates: [publicPart(one)] },
      parcels: [one.document],
    });
    return one;
  }

  async #received(): Promise<Told> {
    const one = await this.#issued();
    await this.#send(one);
    await this.#receive(one);
    return one;
  }

  async #send({ reference, importing, document }: Told): Promise<void> {
    const args = { reference, importing };
    await this.#teller.perform({
      by: 'VN:system',
      op: 'certificate.send/1',
      args,
      parcels: [document],
    });
  }

  async #receive({ reference, document }: Told): Promise<void> {
    const args = { reference, commitment: commitment(document) };
    await this.#teller.perform({ by: 'SG:system', op: 'certificate.receive/1', args });
  }

  /** An act on a certificate; answers the name of its parcel. */
  async #on(
    one: Told,
    by: string,
    op: string,
    args: Readonly<Record<string, unknown>> = {},
    kind?: string,
    contents: { readonly [member: string]: Json } = { text: 'as told' },
    readers: readonly string[] = BOTH,
  ): Promise<string> {
    const said = parcel(kind ?? '', one.reference, readers, contents);
    const act = await this.#teller.perform({
      by,
      op,
      args: { reference: one.reference, ...args },
      ...(kind === undefined ? {} : { parcels: [said] }),
    });
    const name = parcelName(act, commitment(said));
    this.#said.set(name, said);
    return name;
  }

  /** Decides one item; anew, when it answers a clarification. */
  #decide(one: Told, item: number, outcome: 'GIVEN' | 'NOT_GIVEN', answers?: string): Promise<string> {
    const given = outcome === 'GIVEN';
    const presentedOn = this.#teller.today('VN');
    return this.#on(
      one,
      'SG:customs',
      answers === undefined ? 'certificate.decide/1' : 'certificate.reassess/1',
      { items: [item], ...(answers === undefined ? {} : { answers }) },
      'decision',
      {
        certificate: referenceText(one.reference),
        presentedOn,
        items: [{ number: item, outcome, grounds: given ? [] : ['CRITERION'] }],
      },
    );
  }

  /** The reader gets what is owed and confirms it. */
  async #seen(name: string, author: string, reader: string): Promise<void> {
    await this.#teller.delivered(name, author, reader);
    const args = { parcel: name };
    await this.#teller.perform({ by: `${reader}:customs`, op: 'parcel.receive/1', args });
  }

  /** What is left when 200 kg of item 1 are drawn from the whole. */
  #balance(one: Told, declaration?: string): SimulatedParcel {
    const items = [{ number: 1, value: '200', unit: 'KGM' }];
    return parcel('balance', one.reference, BOTH, {
      certificate: referenceText(one.reference),
      previous: commitment(one.document),
      draws: [declaration === undefined ? { items } : { declaration, items }],
      left: [
        { number: 1, value: '1000', unit: 'KGM' },
        { number: 2, ...QUANTITY },
      ],
    });
  }
}

/** What a declaration says of itself, on an invoice signed by hand. */
const selfCertification = (exporter: string): NonNullable<FormDDocument['selfCertification']> => ({
  ...{ exporter, link: EXPORTER_SALT, medium: 'INVOICE', number: 'SH-77', digest: 'd'.repeat(64) },
});

/** What the certificate of a story says in public. */
function publicPart({ reference, importing, document }: Told) {
  const { form, certification, transport, items } = document.contents as FormDDocument;
  return {
    office: reference.office,
    number: reference.number,
    form,
    importing,
    issued: certification.date,
    departure: transport.departure,
    retroactive: false,
    items: items.length,
  };
}
