import { expect } from 'chai';
import { operations } from '@origin-ledger/model';
import {
  ActCounts,
  newRegister,
  randomAct,
  runBesidePaper,
  scriptedRuns,
} from '@origin-ledger/model/testing';
import { readTopology, withFreePorts } from '@origin-ledger/network';
import fc from 'fast-check';
import { World } from '../support/world.js';
import { ContractLedger } from './contract-ledger.js';

const ASKED = process.env['ORIGIN_MODEL_RUNS'] !== undefined;
const RUNS = Number(process.env['ORIGIN_MODEL_RUNS'] ?? '10');
const SEED = Number(process.env['ORIGIN_MODEL_SEED'] ?? Date.now() % 2 ** 31);
/** Random runs that were not begun by then are left out, unless their number was asked for. */
const MOST_MILLISECONDS = 15_000;
/** So that a lone transaction does not wait for others. */
const BATCH_MILLISECONDS = 10;
/** Peers take timestamps of a quarter of an hour about their own clock: a run must not go far into the time to come. */
const STEP_MILLISECONDS = 0.1;

describe('random acts by random parties at random times, on the embedded ledger', function () {
  this.timeout(1_800_000);
  let world: World;
  let ledger: ContractLedger;

  before(async () => {
    const topology = await withFreePorts(await readTopology());
    const batch = { ...topology.batch, timeoutMilliseconds: BATCH_MILLISECONDS };
    world = await World.start({ members: [], ledger: 'embedded', topology: { ...topology, batch } });
    ledger = await ContractLedger.open(world);
  });
  after(async () => {
    ledger[Symbol.dispose]();
    await world.close();
  });

  it('the contracts do and refuse exactly what the paper model does', async () => {
    const counts = new ActCounts();
    const register = newRegister();
    let number = 0;
    let clock = 0;
    const began = Date.now();
    await fc.assert(
      fc.asyncProperty(fc.array(randomAct, { minLength: 20, maxLength: 60 }), async (acts) => {
        const late = Date.now() - began > MOST_MILLISECONDS;
        if (!ASKED && late && number >= scriptedRuns.length) return;
        number += 1;
        clock = await runBesidePaper(acts, {
          ...{ ledger, register, counts, run: String(number) },
          start: Math.max(clock, Date.now()),
          step: STEP_MILLISECONDS,
        });
      }),
      {
        numRuns: RUNS + scriptedRuns.length,
        seed: SEED,
        examples: scriptedRuns.map((run) => [run]),
        endOnFailure: true,
      },
    );
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    process.stdout.write(
      [
        `${counts.total} acts in ${number} runs, ${seconds} s; again with ORIGIN_MODEL_SEED=${SEED}`,
        ...counts.lines(),
        `${counts.ops.size} operations`,
        '',
      ]
        .map((line) => `      ${line}\n`)
        .join(''),
    );
    expect(counts.missing).to.deep.equal([]);
    expect([...operations.keys()].filter((op) => !counts.ops.has(op))).to.deep.equal([]);
  });
});
