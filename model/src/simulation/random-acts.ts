import fc from 'fast-check';
import { canonicalText, type Json } from '../canonical/canonical-json.js';
import { OriginError } from '../errors/origin-error.js';
import type { ActCounts } from './act-counts.js';
import type { DrivenLedger } from './driven-ledger.js';
import { Driver } from './driver.js';
import { paperActs, rareActs, slots, type Command, type PaperAct, type RandomAct } from './paper/command.js';
import { Paper } from './paper/paper.js';
import { RegisterPaper } from './paper/register-paper.js';
import { tasks } from './paper/tasks.js';
import { opening } from './scripted-runs.js';

const weighted = <T>(...choices: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

/** Any act by anybody at any time. */
export const randomAct: fc.Arbitrary<RandomAct> = fc.record({
  sensible: fc.option(fc.nat(100_000), { freq: 3 }),
  act: fc.constantFrom(...paperActs),
  member: weighted([6, 'VN'], [6, 'SG'], [2, 'TH'], [1, 'ASEAN']),
  slot: weighted([6, 'first'], [2, 'second'], [2, 'declared'], [2, 'onward'], [1, 'outside']),
  item: fc.constantFrom(1, 2),
  pause: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -60, max: -1 }) },
  ),
  variant: fc.nat(100_000),
  signer: fc.nat(9),
});

/** A register in which the officers of all members stand, as every run finds it at first. */
export const newRegister = (): RegisterPaper =>
  new RegisterPaper({ VN: 420, SG: 480, TH: 420, ASEAN: 420 }, people);

/** Who signs for a member, with the roles of their keys. */
export const people = {
  signatory: ['signatory'],
  customs: ['customs'],
  system: ['system'],
  exporter: ['exporter'],
} as const;

export interface RunOptions {
  readonly ledger: DrivenLedger;
  /** What the register of this ledger says so far. */
  readonly register: RegisterPaper;
  /** Names what is the run's own on this ledger: capital letters and digits. */
  readonly run: string;
  /** When it begins, in milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds of one step of time. */
  readonly step: number;
  readonly counts: ActCounts;
}

/**
 * Does the acts one after the other, on paper and on the ledger.
 * @returns the time of the latest act
 * @throws Error where the two differ: one allows what the other refuses, or they stand otherwise afterwards
 */
export async function runBesidePaper(acts: readonly RandomAct[], options: RunOptions): Promise<number> {
  const { ledger, register, counts, step } = options;
  const paper = new Paper(register, options.run, step);
  const driver = new Driver(ledger, paper);
  const times = new Map<PaperAct, number>();
  let clock = options.start;
  const sequence = acts.length % 2 === 0 && acts[0]?.sensible !== null ? [...opening, ...acts] : acts;
  for (const { sensible, ...given } of sequence) {
    paper.now = Math.round(clock + given.pause * step);
    const command = sensible === null ? given : sensibleCommand(paper, given, sensible, times);
    ledger.now = new Date(paper.now).toISOString();
    const { act, done } = await driver.request(command);
    const allowed = paper.allows(command);
    const refusal = await refusalOf(ledger.act(act));
    const told = `${command.act} by ${act.key ?? act.by} ${JSON.stringify(command)} at ${ledger.now}`;
    if ((refusal === undefined) !== allowed)
      throw new Error(`${told}: ${refusal ?? 'done'}, on paper ${allowed ? 'allowed' : 'not allowed'}`);
    counts.add(command.act, act.op, allowed);
    if (allowed) {
      done?.();
      times.set(command.act, (times.get(command.act) ?? 0) + 1);
      paper.note(command);
    }
    clock = Math.max(clock, paper.now);
    const [stands, noted] = [await driver.standing(command), driver.onPaper(command)].map((state) =>
      canonicalText(state as Json),
    );
    if (stands !== noted) throw new Error(`after ${told} the ledger says ${stands}, the paper ${noted}`);
  }
  return clock;
}

/**
 * One of the acts the paper allows, half of the time one that was done least in this run; what ends a certificate or
 * is no part of its way is seldom chosen.
 */
function sensibleCommand(
  paper: Paper,
  one: Command,
  pick: number,
  done: ReadonlyMap<PaperAct, number>,
): Command {
  const usual = { ...one, signer: one.signer === 7 ? 7 : 0 };
  const candidates: Command[] = paperActs
    .filter((act) => !rareActs.has(act) || pick % 11 === 0)
    .flatMap((act) =>
      membersFor(act).flatMap((member) =>
        slots.flatMap((slot) => [1, 2].map((item) => ({ ...usual, act, member, slot, item }))),
      ),
    );
  const allowed = candidates.filter((candidate) => paper.allows(candidate));
  // By act, not by candidate: what may be done on many certificates is not done more often for it.
  const acts = [...new Set(allowed.map(({ act }) => act))];
  const least = Math.min(...acts.map((act) => done.get(act) ?? 0));
  const fresh = pick % 2 === 0 ? acts.filter((act) => (done.get(act) ?? 0) === least) : acts;
  const act = fresh[pick % fresh.length];
  const same = allowed.filter((candidate) => candidate.act === act);
  const here = same.filter(({ slot }) => slot === one.slot);
  const among = here.length > 0 ? here : same;
  return among[Math.floor(pick / 101) % among.length] ?? one;
}

const membersFor = (act: PaperAct): readonly string[] =>
  tasks[act].person === 'administrator' ? ['VN', 'SG', 'TH', 'ASEAN'] : ['VN', 'SG', 'TH'];

async function refusalOf(act: Promise<unknown>): Promise<string | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof OriginError) return error.code;
    throw error;
  }
}
