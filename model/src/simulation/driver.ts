import { calendarDateAt } from '../calendar/calendar-date.js';
import { checkStateOf, visitStateOf } from '../case/case-state.js';
import { decisionOn, itemState } from '../certificate/items.js';
import { transmissionOf, type CertificateRecord, type ReceptionRecord } from '../certificate/records.js';
import { referenceText, type CertificateReference } from '../certificate/reference.js';
import type { ParcelRecord } from '../parcel/records.js';
import type { SimulatedAct, SimulatedParcel } from './ledger.js';
import { ONE_USE, WHOLE, type Paper, type PaperAct } from './reference-model.js';
import { certificateArgs, commitment, parcel } from './scene.js';

/** Both states' axes of a certificate, as far as they exist. */
export interface Records {
  readonly certificate?: CertificateRecord | undefined;
  readonly reception?: ReceptionRecord | undefined;
}

/** A ledger that random acts are tried on. */
export interface DrivenLedger {
  /** Timestamp of the next act, RFC 3339. */
  now: string;
  /** @throws OriginError as the contract does */
  act(act: SimulatedAct): Promise<unknown>;
  /** Puts an owed parcel into the reader's collection. */
  deliver(commitment: string, reader: string): Promise<void>;
  records(reference: CertificateReference): Promise<Records>;
  parcel(commitment: string): Promise<ParcelRecord | undefined>;
}

/** Who does what, on which of the two items. */
export interface Command {
  readonly act: PaperAct;
  readonly member: string;
  readonly item: number;
  /** Steps of time since the last command; below zero: the transaction is timed before it. */
  readonly pause: number;
}

const NOBODY = 'f'.repeat(64);

/** A certificate on a ledger, driven by commands. */
export class Driver {
  readonly ledger: DrivenLedger;
  readonly #number: string;
  readonly #one;
  #document: SimulatedParcel;
  #records: Records = {};
  #issued = '2026-03-03';
  #balance: SimulatedParcel | undefined;
  #replacements = 0;

  /** @param number of its certificate: nobody else's on this ledger */
  constructor(ledger: DrivenLedger, number: string) {
    this.ledger = ledger;
    this.#number = number;
    this.#one = certificateArgs({ number }).issued;
    this.#document = this.#one.document;
  }

  /** The act a command asks for, signed by the person of that member who would do it. */
  request({ act, member, item }: Command, paper: Paper): SimulatedAct | Promise<SimulatedAct> {
    const { reference } = this.#one;
    const { certificate, reception } = this.#records;
    const readers = reception === undefined ? ['VN'] : ['VN', 'SG'];
    const said = (kind: string): SimulatedParcel => parcel(kind, reference, readers);
    const on = (
      person: string,
      op: string,
      args: Readonly<Record<string, unknown>> = {},
      ...parcels: readonly SimulatedParcel[]
    ): SimulatedAct => ({ by: `${member}:${person}`, op, args: { reference, ...args }, parcels });
    const confirm = async (name: string): Promise<SimulatedAct> => {
      if (name !== NOBODY) await this.ledger.deliver(name, member);
      return { by: `${member}:customs`, op: 'parcel.receive/1', args: { commitment: name } };
    };
    const decision = decisionOn(reception, item)?.parcel ?? NOBODY;
    const clarification =
      certificate?.clarifications
        ?.filter(({ items, answers }) => items.includes(item) && answers === decision)
        .at(-1)?.parcel ?? NOBODY;
    const decided = { presented: this.#issued, items: [item] };
    const cases = reception?.cases ?? [];
    const next = cases.length + 1;
    const check = cases.filter(({ kind }) => kind === 'check').at(-1);
    const visit = cases.filter(({ kind }) => kind === 'visit').at(-1);
    const onCheck = { case: check?.number ?? 1 };
    const onVisit = { case: visit?.number ?? 1 };
    const request = check?.opened.parcel ?? NOBODY;
    const notice = visit?.opened.parcel ?? NOBODY;
    const verdict = visit?.determined?.parcel ?? NOBODY;
    const asked = { case: next, items: [item], random: true };
    const made: Readonly<Record<PaperAct, () => SimulatedAct | Promise<SimulatedAct>>> = {
      issue: () => this.#issue(member, certificate === undefined),
      send: () => on('system', 'certificate.send/1', { importing: 'SG' }, this.#document),
      receive: () => on('system', 'certificate.receive/1', { commitment: commitment(this.#document) }),
      'not-received': () => on('system', 'certificate.not-received/1'),
      resend: () => on('system', 'certificate.resend/1'),
      cancel: () => on('signatory', 'certificate.cancel/1', {}, said('reason')),
      revoke: () => on('signatory', 'certificate.revoke/1', {}, said('reason')),
      replace: () => {
        this.#replacements += 1;
        const number = `${this.#number}-${this.#replacements}`;
        const fresh = certificateArgs({ number, issued: this.#today('VN') });
        return on(
          'signatory',
          'certificate.replace/1',
          { certificate: fresh.args },
          fresh.issued.document,
          said('reason'),
        );
      },
      reissue: () => on('signatory', 'certificate.reissue/1'),
      'true-copy': () => on('signatory', 'certificate.true-copy/1', { cause: 'LOSS' }),
      classify: () =>
        on('customs', 'certificate.open-classification/1', { items: [item] }, said('classification')),
      give: () => on('customs', 'certificate.decide/1', { ...decided, given: true }, said('decision')),
      refuse: () => on('customs', 'certificate.decide/1', { ...decided, given: false }, said('decision')),
      'see-decision': () => confirm(decision),
      clarify: () =>
        on('signatory', 'certificate.clarify/1', { items: [item], answers: decision }, said('clarification')),
      'see-clarification': () => confirm(clarification),
      reassess: () =>
        on(
          'customs',
          'certificate.reassess/1',
          { ...decided, given: true, answers: clarification },
          said('decision'),
        ),
      use: () => {
        const before = this.#balance ?? this.#document;
        return on('customs', 'certificate.utilise/1', {}, before, this.#balanceAfter(before, item, paper));
      },
      check: () => on('customs', 'case.request-check/1', { ...asked, suspend: false }, said('request')),
      'check-and-suspend': () =>
        on('customs', 'case.request-check/1', { ...asked, suspend: true }, said('request')),
      'see-request': () => confirm(request),
      reply: () => on('signatory', 'case.reply-check/1', { ...onCheck, answers: request }, said('reply')),
      determine: () => on('customs', 'case.determine-check/1', onCheck, said('determination')),
      notify: () =>
        on(
          'customs',
          'case.notify-visit/1',
          { case: next, items: [item], check: onCheck.case, suspend: true, awaits: request },
          said('notice'),
        ),
      'see-notice': () => confirm(notice),
      consent: () =>
        on(
          'signatory',
          'case.answer-visit/1',
          { ...onVisit, consent: true, answers: notice },
          said('answer'),
        ),
      'no-consent': () =>
        on(
          'signatory',
          'case.answer-visit/1',
          { ...onVisit, consent: false, answers: notice },
          said('answer'),
        ),
      postpone: () =>
        on('signatory', 'case.postpone-visit/1', { ...onVisit, extraDays: 5 }, said('postponement')),
      hold: () => on('customs', 'case.hold-visit/1', { ...onVisit, on: this.#today('SG') }),
      'determine-visit': () =>
        on('customs', 'case.determine-visit/1', { ...onVisit, awaits: notice }, said('determination')),
      'see-determination': () => confirm(verdict),
      comment: () =>
        on('signatory', 'case.comment-visit/1', { ...onVisit, answers: verdict }, said('comments')),
      final: () =>
        on('customs', 'case.final-visit/1', { ...onVisit, awaits: verdict }, said('determination')),
    };
    return made[act]();
  }

  /** Remembers what only the two states know, once the act is done. */
  done({ op, parcels = [] }: SimulatedAct): void {
    if (op === 'certificate.utilise/1') this.#balance = parcels[1];
  }

  /** Time of what a command builds on: nothing may be timed before it. */
  async since({ op, args }: SimulatedAct, paper: Paper): Promise<number> {
    if (op !== 'parcel.receive/1') return paper.last;
    const entry = await this.ledger.parcel(args['commitment'] as string);
    return entry === undefined ? 0 : Date.parse(entry.lastAt);
  }

  /** What stands on the ledger now, in the words of section 5. */
  async standing(): Promise<object> {
    this.#records = await this.ledger.records(this.#one.reference);
    const { certificate, reception } = this.#records;
    if (certificate === undefined) return {};
    return {
      name: referenceText(certificate.reference),
      transmission: transmissionOf(certificate, reception),
      validity: certificate.validity,
      utilised: reception?.utilised ?? false,
      copies: (certificate.reissues ?? []).length + (certificate.trueCopies ?? []).length,
      items: [1, 2].map((item) => itemState(certificate, reception, item)),
      cases: (reception?.cases ?? []).map((one) => {
        const answer = certificate.cases?.find(({ number }) => number === one.number);
        return `${one.kind} ${one.kind === 'check' ? checkStateOf(one, answer) : visitStateOf(one, answer)}`;
      }),
    };
  }

  /** The same on paper. */
  onPaper(paper: Paper): object {
    if (!paper.issued) return {};
    return {
      name: referenceText(this.#one.reference),
      transmission: paper.transmission(),
      validity: paper.ended ?? 'VALID',
      utilised: paper.utilised,
      copies: paper.copies,
      items: [1, 2].map((item) => paper.item(item)),
      cases: paper.cases.map(({ kind, state }) => `${kind} ${state}`),
    };
  }

  #issue(member: string, fresh: boolean): SimulatedAct {
    const { args, issued } = certificateArgs({ number: this.#number, issued: this.#today('VN') });
    // Only Viet Nam's number is followed here: who else asks has no signatory that may issue in its name.
    if (fresh && member === 'VN') [this.#document, this.#issued] = [issued.document, this.#today('VN')];
    return {
      by: member === 'VN' ? 'VN:signatory' : `${member}:customs`,
      op: 'certificate.issue/1',
      args: { certificates: [args] },
      parcels: [issued.document],
    };
  }

  #balanceAfter(before: SimulatedParcel, item: number, paper: Paper): SimulatedParcel {
    const left = [1, 2].map((number) => {
      const rest = (paper.left.get(number) ?? WHOLE) - (number === item ? ONE_USE : 0);
      // Whoever wants more than there is cannot write what is left: nothing is the least he can claim.
      return { number, value: String(Math.max(0, rest)), unit: 'KGM' };
    });
    return parcel('balance', this.#one.reference, ['VN', 'SG'], {
      certificate: referenceText(this.#one.reference),
      previous: commitment(before),
      draws: [{ declaration: 'SG-IM-1', items: [{ number: item, value: String(ONE_USE), unit: 'KGM' }] }],
      left,
    });
  }

  #today(member: string): string {
    return calendarDateAt(Date.parse(this.ledger.now), member === 'SG' ? 480 : 420);
  }
}
