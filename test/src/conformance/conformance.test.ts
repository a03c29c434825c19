import { expect } from 'chai';
import { topics } from './all-topics.js';
import { compare } from './compare.js';
import { embeddedUnderTest } from './embedded-under-test.js';
import { readExpected } from './expected-outcomes.js';
import type { LedgerUnderTest } from './ledger-under-test.js';
import { runTopic, type Outcomes } from './run-behaviours.js';

/** What was recorded on Fabric (`expected/*.json`) holds on the embedded ledger. */
describe('the embedded ledger does what Fabric was seen to do', function () {
  this.timeout(120_000);
  let ledger: LedgerUnderTest;
  before(async () => {
    ledger = await embeddedUnderTest();
  });
  after(async () => {
    await ledger[Symbol.asyncDispose]();
  });

  for (const topic of topics) {
    describe(topic.topic, () => {
      let expected: Outcomes;
      let outcomes: Outcomes;
      before(async () => {
        expected = await readExpected(topic.topic);
        outcomes = await runTopic(ledger, topic);
      });
      for (const { name } of topic.behaviours) {
        it(name, () => {
          const found = compare(name, expected[name] ?? {}, outcomes[name] ?? {});
          expect(outcomes[name], 'it ran to its end').not.to.have.property('broken');
          expect(found.filter(({ why }) => why === undefined)).to.deep.equal([]);
        });
      }
    });
  }
});
