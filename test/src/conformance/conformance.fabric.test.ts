import { expect } from 'chai';
import { requireFabric } from '../support/require-fabric.js';
import { topics } from './all-topics.js';
import { compare } from './compare.js';
import { embeddedUnderTest } from './embedded-under-test.js';
import { writeExpected } from './expected-outcomes.js';
import { fabricUnderTest } from './fabric-under-test.js';
import type { LedgerUnderTest } from './ledger-under-test.js';
import { runTopic, type Outcomes } from './run-behaviours.js';
import { table, type Row } from './table.js';

/**
 * Runs every behaviour on both ledgers now and compares them field by field. `CONFORMANCE_RECORD=1` also keeps what
 * Fabric does as `expected/*.json`, which `conformance.test.ts` holds the embedded ledger to without Fabric.
 */
describe('both ledgers do the same', function () {
  this.timeout(300_000);
  const ledgers: LedgerUnderTest[] = [];
  const rows: Row[] = [];
  before(async function () {
    await requireFabric(this);
    ledgers.push(await fabricUnderTest(), await embeddedUnderTest());
  });
  after(async () => {
    if (rows.length > 0) process.stdout.write(`${table(rows)}\n`);
    for (const ledger of ledgers) await ledger[Symbol.asyncDispose]();
  });

  for (const topic of topics) {
    describe(topic.topic, () => {
      let results: readonly Outcomes[];
      before(async () => {
        results = await Promise.all(ledgers.map((ledger) => runTopic(ledger, topic)));
        const [fabric] = results;
        if (fabric !== undefined && process.env['CONFORMANCE_RECORD'] === '1')
          await writeExpected(topic.topic, fabric);
      });
      for (const { name } of topic.behaviours) {
        it(name, () => {
          const [fabric = {}, embedded = {}] = results.map((outcomes) => outcomes[name] ?? {});
          const found = compare(name, fabric, embedded);
          rows.push({ behaviour: name, fabric, embedded, differences: found });
          expect(fabric, 'it ran to its end').not.to.have.property('broken');
          expect(found.filter(({ why }) => why === undefined)).to.deep.equal([]);
        });
      }
    });
  }
});
