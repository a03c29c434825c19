import { expect } from 'chai';
import fc from 'fast-check';
import { parcelKey } from '../act/state-key.js';
import { calendarDateAt } from '../calendar/calendar-date.js';
import { checkStateOf } from '../case/case-state.js';
import { itemState, decisionOn } from '../certificate/items.js';
import { transmissionOf } from '../certificate/records.js';
import { referenceText } from '../certificate/reference.js';
import type { ParcelRecord } from '../parcel/records.js';
import { SimulatedLedger, type SimulatedAct } from './ledger.js';
import { Paper, paperActs, type PaperAct } from './reference-model.js';
import { certificateArgs, codeOf, commitment, parcel, START } from './scene.js';

interface Command {
  readonly act: PaperAct;
  readonly member: string;
  readonly item: number;
  /** Minutes since the last command; below zero: the transaction is timed before it. */
  readonly minutes: number;
}

const NOBODY = 'f'.repeat(64);

/** A ledger with one certificate in it, driven by commands. */
class Driver {
  readonly ledger = new SimulatedLedger(START);
  readonly #one = certificateArgs().issued;
  #document = this.#one.document;
  #issued = '2026-03-03';

  /** The act a command asks for, signed by the person of that member who would do it. */
  request({ act, member, item }: Command): SimulatedAct {
    const { reference } = this.#one;
    const by = (person: string): string => `${member}:${person}`;
    const said = (kind: string) => [
      parcel(kind, reference, this.#reception() === undefined ? ['VN'] : ['VN', 'SG']),
    ];
    const decision = decisionOn(this.#reception(), item)?.parcel ?? NOBODY;
    const clarification =
      this.#certificate()
        ?.clarifications?.filter(({ items, answers }) => items.includes(item) && answers === decision)
        .at(-1)?.parcel ?? NOBODY;
    const decided = { reference, presented: this.#issued, items: [item] };
    const cases = this.#reception()?.cases ?? [];
    const request = cases.at(-1)?.opened.parcel ?? NOBODY;
    const confirm = (name: string): SimulatedAct => {
      if (name !== NOBODY) this.ledger.deliver(name, member);
      return { by: by('customs'), op: 'parcel.receive/1', args: { commitment: name } };
    };
    const made: Readonly<Record<PaperAct, () => SimulatedAct>> = {
      issue: () => {
        const day = calendarDateAt(Date.parse(this.ledger.now), 420);
        // Only Viet Nam's number is followed here: who else asks has no signatory that may issue in its name.
        const { args, issued } = certificateArgs({ issued: day });
        if (this.#certificate() === undefined && member === 'VN')
          [this.#document, this.#issued] = [issued.document, day];
        return {
          by: member === 'VN' ? by('signatory') : by('customs'),
          op: 'certificate.issue/1',
          args: { certificates: [args] },
          parcels: [issued.document],
        };
      },
      send: () => ({
        by: by('system'),
        op: 'certificate.send/1',
        args: { reference, importing: 'SG' },
        parcels: [this.#document],
      }),
      receive: () => ({
        by: by('system'),
        op: 'certificate.receive/1',
        args: { reference, commitment: commitment(this.#document) },
      }),
      'not-received': () => ({ by: by('system'), op: 'certificate.not-received/1', args: { reference } }),
      resend: () => ({ by: by('system'), op: 'certificate.resend/1', args: { reference } }),
      cancel: () => ({
        by: by('signatory'),
        op: 'certificate.cancel/1',
        args: { reference },
        parcels: said('reason'),
      }),
      give: () => ({
        by: by('customs'),
        op: 'certificate.decide/1',
        args: { ...decided, given: true },
        parcels: said('decision'),
      }),
      refuse: () => ({
        by: by('customs'),
        op: 'certificate.decide/1',
        args: { ...decided, given: false },
        parcels: said('decision'),
      }),
      'see-decision': () => confirm(decision),
      clarify: () => ({
        by: by('signatory'),
        op: 'certificate.clarify/1',
        args: { reference, items: [item], answers: decision },
        parcels: said('clarification'),
      }),
      'see-clarification': () => confirm(clarification),
      reassess: () => ({
        by: by('customs'),
        op: 'certificate.reassess/1',
        args: { ...decided, given: true, answers: clarification },
        parcels: said('decision'),
      }),
      check: () => ({
        by: by('customs'),
        op: 'case.request-check/1',
        args: { reference, case: cases.length + 1, items: [item], random: true, suspend: false },
        parcels: said('request'),
      }),
      'check-and-suspend': () => ({
        by: by('customs'),
        op: 'case.request-check/1',
        args: { reference, case: cases.length + 1, items: [item], random: true, suspend: true },
        parcels: said('request'),
      }),
      'see-request': () => confirm(request),
      reply: () => ({
        by: by('signatory'),
        op: 'case.reply-check/1',
        args: { reference, case: Math.max(1, cases.length), answers: request },
        parcels: said('reply'),
      }),
      determine: () => ({
        by: by('customs'),
        op: 'case.determine-check/1',
        args: { reference, case: Math.max(1, cases.length) },
        parcels: said('determination'),
      }),
    };
    return made[act]();
  }

  /** Time of what a command builds on: nothing may be timed before it. */
  since({ op, args }: SimulatedAct, paper: Paper): number {
    if (op !== 'parcel.receive/1') return paper.last;
    const entry = this.ledger.state.get(parcelKey(args['commitment'] as string)) as ParcelRecord | undefined;
    return entry === undefined ? 0 : Date.parse(entry.lastAt);
  }

  #certificate() {
    return this.ledger.certificate(this.#one.reference) as
      ReturnType<SimulatedLedger['certificate']> | undefined;
  }

  #reception() {
    return this.ledger.reception(this.#one.reference) as ReturnType<SimulatedLedger['reception']> | undefined;
  }

  /** What stands on the ledger, in the words of section 5. */
  standing() {
    const [certificate, reception] = [this.#certificate(), this.#reception()];
    if (certificate === undefined) return 'nothing';
    return {
      name: referenceText(certificate.reference),
      transmission: transmissionOf(certificate, reception),
      ended: certificate.validity !== 'VALID',
      utilised: reception?.utilised ?? false,
      items: [1, 2].map((item) => itemState(certificate, reception, item)),
      checks: (reception?.cases ?? []).map((one) =>
        checkStateOf(
          one,
          certificate.cases?.find(({ number }) => number === one.number),
        ),
      ),
    };
  }
}

/** One of the acts the paper allows; ending a certificate is rare, since little can follow it. */
function sensibleAct(paper: Paper, one: Command, pick: number): Command {
  const candidates = paperActs.flatMap((act) =>
    ['VN', 'SG'].flatMap((member) => [1, 2].map((item) => ({ ...one, act, member, item }))),
  );
  const allowed = candidates.filter(
    ({ act, member, item }) => paper.allows(act, member, item) && (act !== 'cancel' || pick % 40 === 0),
  );
  return allowed[pick % allowed.length] ?? one;
}

const onPaper = (paper: Paper) =>
  paper.issued
    ? {
        name: 'VN.HAN.1',
        transmission: paper.transmission(),
        ended: paper.ended,
        utilised: paper.utilised,
        items: [1, 2].map((item) => paper.item(item)),
        checks: paper.checks.map(({ state }) => state),
      }
    : 'nothing';

/** Either any act by anybody, or (by a number) one of those the paper allows now, so that runs go deep. */
const command: fc.Arbitrary<Command & { readonly sensible: number | null }> = fc.record({
  sensible: fc.option(fc.nat(1000), { freq: 3 }),
  act: fc.constantFrom(...paperActs),
  member: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('VN', 'SG') },
    { weight: 1, arbitrary: fc.constant('TH') },
  ),
  item: fc.constantFrom(1, 2),
  minutes: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -60, max: -1 }) },
  ),
});

function scripted(text: string) {
  const [member = '', act] = text.split(' ');
  return { sensible: null, act: act as PaperAct, member, item: 1, minutes: 1 };
}

/** One run in which every act but cancelling is done, whatever chance brings. */
const wholeWay = [
  'VN issue',
  'VN send',
  'SG not-received',
  'VN resend',
  'SG receive',
  'SG refuse',
  'VN see-decision',
  'VN clarify',
  'SG see-clarification',
  'SG check',
  'VN see-request',
  'VN reply',
  'SG determine',
  'SG reassess',
  'SG check-and-suspend',
  'SG determine',
  'SG give',
].map(scripted);

/** One that ends early. */
const brokenOff = ['VN issue', 'VN cancel', 'VN send'].map(scripted);

describe('random acts by random parties at random times', () => {
  it('[axis transmission] [axis preference] [axis validity] [axis check] do and refuse exactly what the paper model does', async function () {
    this.timeout(60_000);
    const done = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 20, maxLength: 120 }), async (commands) => {
        const driver = new Driver();
        const paper = new Paper();
        let clock = Date.parse(START);
        // A certificate on its way, so that most runs reach the later acts; what follows is random.
        const opening = (['issue', 'send', 'receive'] as const).map((act): Command => ({
          act,
          member: act === 'receive' ? 'SG' : 'VN',
          item: 1,
          minutes: 1,
        }));
        const opened = opening.map((one) => ({ ...one, sensible: null }));
        for (const { sensible, ...given } of [...(commands.length % 2 === 0 ? opened : []), ...commands]) {
          const one = sensible === null ? given : sensibleAct(paper, given, sensible);
          const now = clock + one.minutes * 60_000;
          driver.ledger.now = new Date(now).toISOString();
          const request = driver.request(one);
          const allowed = paper.allows(one.act, one.member, one.item) && now >= driver.since(request, paper);
          const code = await codeOf(driver.ledger.act(request));
          expect(code === 'done', `${one.act} by ${one.member} on item ${one.item}: ${code}`).to.equal(
            allowed,
          );
          if (allowed) {
            done.add(one.act);
            paper.note(one.act, one.item);
            if (request.op !== 'parcel.receive/1') paper.last = now;
          }
          clock = Math.max(clock, now);
          expect(driver.standing()).to.deep.equal(onPaper(paper));
        }
      }),
      { numRuns: 60, examples: [[wholeWay], [brokenOff]] },
    );
    // A model test that never gets there proves nothing.
    expect([...paperActs].filter((act) => !done.has(act))).to.deep.equal([]);
  });
});
