import type { Scenario } from './scenario.js';
import { actsScenario } from './scenarios/acts.js';
import { batchesScenario } from './scenarios/batches.js';
import { exchangeScenario } from './scenarios/exchange.js';
import { issueScenario } from './scenarios/issue.js';
import { ledgersScenario } from './scenarios/ledgers.js';
import { lookupScenario } from './scenarios/lookup.js';
import { sizeScenario } from './scenarios/size.js';
import { startScenario } from './scenarios/start.js';

/** Every part of the benchmark, in the order in which a run takes them. */
export const scenarios: readonly Scenario[] = [
  startScenario,
  issueScenario,
  lookupScenario,
  batchesScenario,
  sizeScenario,
  actsScenario,
  ledgersScenario,
  exchangeScenario,
];
