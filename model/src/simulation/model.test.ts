import { expect } from 'chai';
import fc from 'fast-check';
import { parcelKey } from '../act/state-key.js';
import type { ParcelRecord } from '../parcel/records.js';
import type { DrivenLedger } from './driver.js';
import { SimulatedLedger, type SimulatedAct } from './ledger.js';
import { ActCounts, randomAct, runBesidePaper, scriptedRuns } from './random-acts.js';
import { START } from './scene.js';

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
    act: (act: SimulatedAct) => ledger.act(act),
    deliver(commitment, reader) {
      ledger.deliver(commitment, reader);
      return Promise.resolve();
    },
    records: (reference) =>
      Promise.resolve({
        certificate: ledger.certificate(reference),
        reception: ledger.reception(reference),
      }),
    parcel: (commitment) =>
      Promise.resolve(ledger.state.get(parcelKey(commitment)) as ParcelRecord | undefined),
  };
}

describe('random acts by random parties at random times', () => {
  it('[axis transmission] [axis preference] [axis validity] [axis check] [axis visit] do and refuse exactly what the paper model does', async function () {
    this.timeout(120_000);
    const counts = new ActCounts();
    await fc.assert(
      fc.asyncProperty(fc.array(randomAct, { minLength: 20, maxLength: 120 }), (acts) =>
        runBesidePaper(acts, {
          ledger: inMemory(),
          number: '1',
          start: Date.parse(START),
          step: 60_000,
          counts,
        }),
      ),
      { numRuns: 60, examples: scriptedRuns.map((run) => [run]) },
    );
    // A model test that never gets there proves nothing.
    expect(counts.missing).to.deep.equal([]);
  });
});
