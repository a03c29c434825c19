import fc from 'fast-check';
import { canonicalText, type Json } from '../canonical/canonical-json.js';
import { OriginError } from '../errors/origin-error.js';
import { Driver, type Command, type DrivenLedger } from './driver.js';
import { endings, Paper, paperActs, type PaperAct } from './reference-model.js';

/** A command, or by a number one of those the paper allows then, so that runs go deep. */
export interface RandomAct extends Command {
  readonly sensible: number | null;
}

/** Any act by anybody at any time. */
export const randomAct: fc.Arbitrary<RandomAct> = fc.record({
  sensible: fc.option(fc.nat(1000), { freq: 3 }),
  act: fc.constantFrom(...paperActs),
  member: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('VN', 'SG') },
    { weight: 1, arbitrary: fc.constant('TH') },
  ),
  item: fc.constantFrom(1, 2),
  pause: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -60, max: -1 }) },
  ),
});

const scripted = (text: string): RandomAct => {
  const [member = '', act] = text.split(' ');
  return { sensible: null, act: act as PaperAct, member, item: 1, pause: 1 };
};

/** Runs in which together every act is done, whatever chance brings. */
export const scriptedRuns: readonly RandomAct[][] = [
  [
    'VN issue',
    'VN send',
    'SG not-received',
    'VN resend',
    'SG receive',
    'VN reissue',
    'VN true-copy',
    'SG classify',
    'SG refuse',
    'VN see-decision',
    'VN clarify',
    'SG see-clarification',
    'SG reassess',
    'SG use',
    'SG use',
    'SG use',
    'SG check-and-suspend',
    'VN see-request',
    'VN reply',
    'SG determine',
    'SG give',
    'VN revoke',
  ],
  [
    'VN issue',
    'VN send',
    'SG receive',
    'SG check',
    'SG determine',
    'SG notify',
    'VN see-notice',
    'VN consent',
    'VN postpone',
    'SG hold',
    'SG determine-visit',
    'VN see-determination',
    'VN comment',
    'SG final',
    'SG notify',
    'VN see-notice',
    'VN no-consent',
    'SG determine-visit',
    'SG final',
    'SG give',
    'VN cancel',
  ],
  ['VN issue', 'VN cancel', 'VN send'],
  ['VN issue', 'VN replace', 'VN send'],
].map((run) => run.map(scripted));

/** A certificate on its way, so that most runs reach the later acts. */
const opening = ['VN issue', 'VN send', 'SG receive'].map(scripted);

/** How often each act was accepted and refused. */
export class ActCounts {
  readonly #counts = new Map<PaperAct, [accepted: number, refused: number]>();
  readonly ops = new Set<string>();

  add(act: PaperAct, op: string, accepted: boolean): void {
    const [done, refused] = this.#counts.get(act) ?? [0, 0];
    this.#counts.set(act, accepted ? [done + 1, refused] : [done, refused + 1]);
    if (accepted) this.ops.add(op);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, [done, refused]) => sum + done + refused, 0);
  }

  /** Acts that were never accepted. */
  get missing(): readonly PaperAct[] {
    return paperActs.filter((act) => (this.#counts.get(act)?.[0] ?? 0) === 0);
  }

  /** Act, accepted, refused: one a line. */
  lines(): readonly string[] {
    return paperActs.map((act) => {
      const [done, refused] = this.#counts.get(act) ?? [0, 0];
      return `${act.padEnd(18)} ${String(done).padStart(5)} accepted ${String(refused).padStart(5)} refused`;
    });
  }
}

export interface RunOptions {
  readonly ledger: DrivenLedger;
  /** Number of the certificate: nobody else's on this ledger. */
  readonly number: string;
  /** When it begins, in milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds of one step of time. */
  readonly step: number;
  readonly counts: ActCounts;
}

/**
 * Does the acts one after the other, on paper and on the ledger.
 * @throws Error where the two differ: one allows what the other refuses, or they stand otherwise afterwards
 */
export async function runBesidePaper(acts: readonly RandomAct[], options: RunOptions): Promise<void> {
  const { ledger, counts, step } = options;
  const driver = new Driver(ledger, options.number);
  const paper = new Paper();
  let clock = options.start;
  const sequence = acts.length % 2 === 0 && acts[0]?.sensible !== null ? [...opening, ...acts] : acts;
  for (const { sensible, ...given } of sequence) {
    paper.now = clock + given.pause * step;
    const one = sensible === null ? given : sensibleAct(paper, given, sensible);
    ledger.now = new Date(paper.now).toISOString();
    const request = await driver.request(one, paper);
    const since = await driver.since(request, paper);
    const allowed = paper.allows(one.act, one.member, one.item) && paper.now >= since;
    const refusal = await refusalOf(ledger.act(request));
    const told = `${one.act} by ${one.member} on item ${one.item}`;
    if ((refusal === undefined) !== allowed)
      throw new Error(`${told}: ${refusal ?? 'done'}, on paper ${allowed ? 'allowed' : 'not allowed'}`);
    counts.add(one.act, request.op, allowed);
    if (allowed) {
      driver.done(request);
      paper.note(one.act, one.item);
      if (request.op !== 'parcel.receive/1') paper.last = paper.now;
    }
    clock = Math.max(clock, paper.now);
    const [stands, noted] = [await driver.standing(), driver.onPaper(paper)].map((state) =>
      canonicalText(state as Json),
    );
    if (stands !== noted) throw new Error(`after ${told} the ledger says ${stands}, the paper ${noted}`);
  }
}

/** One of the acts the paper allows; ending a certificate is rare, since little can follow it. */
function sensibleAct(paper: Paper, one: Command, pick: number): Command {
  const candidates = paperActs.flatMap((act) =>
    ['VN', 'SG'].flatMap((member) => [1, 2].map((item) => ({ ...one, act, member, item }))),
  );
  const allowed = candidates.filter(
    ({ act, member, item }) => paper.allows(act, member, item) && (!endings.has(act) || pick % 40 === 0),
  );
  return allowed[pick % allowed.length] ?? one;
}

async function refusalOf(act: Promise<unknown>): Promise<string | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof OriginError) return error.code;
    throw error;
  }
}
