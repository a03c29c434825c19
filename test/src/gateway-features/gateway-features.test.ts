import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFeature, type Feature, type Scenario } from './feature-file.js';
import { FeatureNetwork } from './feature-network.js';
import { FeatureWorld } from './feature-world.js';
import { take } from './steps.js';

/** The folder `scenario/features` of Hyperledger's repository fabric-gateway. */
const FOLDER = process.env['FABRIC_GATEWAY_FEATURES'];

/** What needs an HSM, or a peer that is stopped alone: the embedded ledger is one process. */
const isAside = ({ tags }: Feature, { steps }: Scenario): boolean =>
  tags.includes('@hsm') || steps.some(({ text }) => /^I stop the peer /u.test(text));

const features = (folder: string): readonly Feature[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.feature'))
    .sort()
    .map((name) => readFeature(readFileSync(join(folder, name), 'utf8')));

describe("fabric-gateway's own scenarios on the embedded ledger", function () {
  this.timeout(60_000);
  if (FOLDER === undefined || FOLDER === '') {
    it('pass', function () {
      process.stdout.write(
        "    skipped: FABRIC_GATEWAY_FEATURES does not name fabric-gateway's folder scenario/features\n",
      );
      this.skip();
    });
    return;
  }

  let network: FeatureNetwork;
  const counted = { passed: 0, failed: 0, aside: 0 };
  before(async () => {
    network = await FeatureNetwork.start();
  });
  afterEach(function () {
    counted[this.currentTest?.state === 'passed' ? 'passed' : 'failed'] += 1;
  });
  after(async () => {
    const { passed, failed, aside } = counted;
    process.stdout.write(
      `    ${passed} scenarios passed, ${failed} failed, ${aside} left aside (HSM, stopped peer)\n`,
    );
    await network[Symbol.asyncDispose]();
  });

  for (const feature of features(FOLDER)) {
    describe(feature.name, () => {
      for (const scenario of feature.scenarios) {
        if (isAside(feature, scenario)) {
          counted.aside += 1;
          continue;
        }
        it(scenario.name, async () => {
          const world = new FeatureWorld(network);
          try {
            for (const step of scenario.steps) await take(world, step);
          } finally {
            world.close();
          }
        });
      }
    });
  }
});
