import { expect } from 'chai';
import { ActCounts, randomAct, runBesidePaper, scriptedRuns } from '@origin-ledger/model/testing';
import fc from 'fast-check';
import { World } from '../support/world.js';
import { ContractLedger } from './contract-ledger.js';

const ASKED = process.env['ORIGIN_MODEL_RUNS'] !== undefined;
const RUNS = Number(process.env['ORIGIN_MODEL_RUNS'] ?? '10');
const SEED = Number(process.env['ORIGIN_MODEL_SEED'] ?? Date.now() % 2 ** 31);
/** Runs that were not begun by then are left out, unless their number was asked for. */
const MOST_MILLISECONDS = 60_000;

describe('random acts by random parties at random times, on the embedded ledger', function () {
  this.timeout(1_800_000);
  let world: World;
  let ledger: ContractLedger;

  before(async () => {
    world = await World.start({ members: [], ledger: 'embedded' });
    ledger = await ContractLedger.open(world);
  });
  after(async () => {
    ledger[Symbol.dispose]();
    await world.close();
  });

  it('the contracts do and refuse exactly what the paper model does', async () => {
    const counts = new ActCounts();
    let number = 0;
    const began = Date.now();
    await fc.assert(
      fc.asyncProperty(fc.array(randomAct, { minLength: 20, maxLength: 60 }), async (acts) => {
        if (!ASKED && Date.now() - began > MOST_MILLISECONDS) return;
        await runBesidePaper(acts, {
          ledger,
          number: String((number += 1)),
          // Peers take timestamps of a quarter of an hour about their own clock: a run goes into the time to come.
          start: Date.now(),
          step: 1,
          counts,
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
  });
});
