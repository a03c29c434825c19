import { expect } from 'chai';
import fc from 'fast-check';
import { operations } from '../act/operations.js';
import type { StateKey } from '../act/state-key.js';
import { ActCounts } from './act-counts.js';
import type { DrivenLedger } from './driven-ledger.js';
import { SimulatedLedger } from './ledger.js';
import { newRegister, randomAct, runBesidePaper } from './random-acts.js';
import { START } from './scene.js';
import { scriptedRuns } from './scripted-runs.js';

const SEED = process.env['ORIGIN_MODEL_SEED'];

/** The rules in memory. */
function inMemory(): DrivenLedger {
  const ledger = new SimulatedLedger(START);
  return {
    get now() {
      return ledger.now;
    },
    set now(instant: string) {
      ledger.now = instant;
    },
    act: (act) => ledger.act(act),
    deliver(parcel, reader) {
      ledger.deliver(parcel, reader);
      return Promise.resolve();
    },
    contents: (parcel) => ledger.contents(parcel),
    read: <T>(key: StateKey) => Promise.resolve(ledger.state.get(key) as T | undefined),
    provenKey: (name, holder) => ledger.provenKey(name, holder),
  };
}

describe('random acts by random parties at random times', () => {
  it('[axis transmission] [axis preference] [axis validity] [axis check] [axis visit] [axis CE] do and refuse exactly what the paper model does', async function () {
    this.timeout(1_800_000);
    const counts = new ActCounts();
    await fc.assert(
      fc.asyncProperty(fc.array(randomAct, { minLength: 20, maxLength: 120, size: 'max' }), async (acts) => {
        await runBesidePaper(acts, {
          ledger: inMemory(),
          register: newRegister(),
          run: '1',
          start: Date.parse(START),
          step: 60_000,
          counts,
        });
      }),
      {
        numRuns: Number(process.env['ORIGIN_MODEL_RUNS'] ?? '40') + scriptedRuns.length,
        ...(SEED === undefined ? {} : { seed: Number(SEED) }),
        examples: scriptedRuns.map((run) => [run]),
        endOnFailure: true,
      },
    );
    if (process.env['ORIGIN_MODEL_RUNS'] !== undefined)
      process.stdout.write([...counts.lines(), ''].map((line) => `      ${line}\n`).join(''));
    // A model test that never gets there proves nothing.
    expect(counts.missing).to.deep.equal([]);
    expect([...operations.keys()].filter((op) => !counts.ops.has(op))).to.deep.equal([]);
  });
});
